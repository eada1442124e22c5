/** Short messages to the user, each a sentence. They leave by themselves, or when dismissed. */

import { toasts } from "./state.js";

const SECONDS = 8;
let last = 0;

/** @param {string} text */
export function say(text) {
  if (toasts.value.some((toast) => toast.text === text)) return;
  last += 1;
  const id = last;
  toasts.value = [...toasts.value, { id, text }];
  setTimeout(() => dismiss(id), SECONDS * 1000);
}

/** @param {number} id */
export function dismiss(id) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
