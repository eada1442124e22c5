/** One option of the catalog as the control that a browser has for it. */

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { at, stepOf } from "../building.js";
import { change, draft, read, shownFaults } from "../drafting.js";
import { fieldOf } from "../faults.js";
import { count, properName } from "../format.js";

/** @typedef {import("../building.js").Option} Option */
/** @typedef {import("../building.js").Path} Path */
/** @typedef {{option: Option, path: Path, about: Record<string, unknown>}} ControlProps */

const LONG = 1000; // characters from which on a text is likely to be a file

/** @param {Event} event */
const typed = ({ target }) =>
  /** @type {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */ (target).value;

/** @param {Event} event */
const ticked = ({ target }) => /** @type {HTMLInputElement} */ (target).checked;

/** What the server said about a field, shown at it. @param {{field: string}} props */
export const Faults = ({ field }) => html`
  <div id=${`build-${field}-faults`} class="faults">
    ${faultsOf(field).map(({ message }) => html`<p class="fault">${message}</p>`)}
  </div>
`;

/** @param {string} field */
export const faultsOf = (field) => shownFaults.value.filter((fault) => fault.field === field);

/** The attributes that tie a control to its name, its sentence and its faults. @param {string} field */
export function about(field) {
  const wrong = faultsOf(field).length > 0;
  return {
    id: `build-${field}`,
    name: field,
    "aria-describedby": wrong ? `build-${field}-faults` : `build-${field}-hint`,
    "aria-invalid": wrong ? "true" : undefined,
  };
}

/** @param {{option: Option, path: Path}} props */
export function Field({ option, path }) {
  const field = fieldOf(path);
  const control = controlOf(option);
  const many = control === Ticks;
  return html`
    <div
      class="field ${control === LongText ? "tall" : ""} ${many ? "many" : ""}"
      ...${many ? { role: "group", "aria-labelledby": `build-${field}-label` } : {}}
    >
      <label id=${`build-${field}-label`} for=${many ? undefined : `build-${field}`}>${properName(option.name)}</label>
      <${control} option=${option} path=${path} about=${about(field)} />
      <p class="hint" id=${`build-${field}-hint`}>${option.summary}</p>
      <${Faults} field=${field} />
    </div>
  `;
}

/** @param {Option} option */
function controlOf({ type, one_of, most }) {
  if (type === "boolean") return Tick;
  if (type === "integer" || type === "number") return Figure;
  if (one_of) return type === "array" ? Ticks : Words;
  return (most ?? 0) > LONG ? LongText : Text;
}

/** A number. What is typed is left as it is, "0." on the way to 0.5; empty means the default.
 * @param {ControlProps} props */
function Figure({ option, path, about }) {
  const value = at(draft.value, path);
  const [text, setText] = useState(String(value ?? ""));
  const shown = numberOf(text) === value ? text : String(value ?? "");
  return html`<input
    ...${about}
    type="number"
    min=${option.least ?? undefined}
    max=${option.most ?? undefined}
    step=${stepOf(option)}
    placeholder=${option.default ?? ""}
    required=${option.required}
    value=${shown}
    onInput=${(/** @type {Event} */ event) => {
      setText(typed(event));
      change(path, numberOf(typed(event)));
    }}
  />`;
}

/** @param {string} text */
const numberOf = (text) => (text === "" ? undefined : Number(text));

/** @param {ControlProps} props */
const Tick = ({ path, about }) => html`<input
  ...${about}
  type="checkbox"
  checked=${at(draft.value, path) === true}
  onChange=${(/** @type {Event} */ event) => change(path, ticked(event))}
/>`;

/** Some of several words. @param {ControlProps} props */
function Ticks({ option, path, about }) {
  const chosen = /** @type {string[]} */ (at(draft.value, path) ?? option.default);
  const { id, ...others } = about;
  const toggle = (/** @type {string} */ word, /** @type {boolean} */ on) =>
    change(
      path,
      option.one_of?.filter((each) => (each === word ? on : chosen.includes(each))),
    );
  return html`<div class="ticks">
    ${option.one_of?.map(
      (word) => html`<label key=${word}>
        <input
          ...${others}
          type="checkbox"
          checked=${chosen.includes(word)}
          onChange=${(/** @type {Event} */ event) => toggle(word, ticked(event))}
        />
        ${word}
      </label>`,
    )}
  </div>`;
}

/** One of several words. @param {ControlProps} props */
const Words = ({ option, path, about }) => html`<select
  ...${about}
  value=${at(draft.value, path) ?? option.default}
  onChange=${(/** @type {Event} */ event) => change(path, typed(event))}
>
  ${option.one_of?.map((word) => html`<option key=${word} value=${word}>${word}</option>`)}
</select>`;

/** @param {ControlProps} props */
const Text = ({ option, path, about }) => html`<input
  ...${about}
  type="text"
  maxlength=${option.most ?? undefined}
  autocomplete="off"
  value=${at(draft.value, path) ?? option.default ?? ""}
  onInput=${(/** @type {Event} */ event) => change(path, typed(event))}
/>`;

/** A text to be pasted, or read from a file. @param {ControlProps} props */
function LongText({ option, path, about }) {
  const most = option.most ?? 0;
  const take = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const [file] = input.files ?? [];
    if (file) await read(path, file, most);
    input.value = ""; // so that the same file can be chosen again once it was mended
  };
  return html`<div class="long-text">
    <textarea
      ...${about}
      rows="6"
      spellcheck=${false}
      autocomplete="off"
      maxlength=${most}
      value=${at(draft.value, path) ?? ""}
      onInput=${(/** @type {Event} */ event) => change(path, typed(event))}
    ></textarea>
    <label class="file">
      or choose a file of up to ${count(most)} characters <input type="file" accept=".csv,.txt,text/*" onChange=${take} />
    </label>
  </div>`;
}
