/** For work that can wait until the page has been painted. */

const LONGEST = 400; // milliseconds that it waits for the browser to have nothing else to do

/** @type {() => void} */
export let pageIsThere = () => {};
/** @type {Promise<void>} */
const there = new Promise((resolve) => {
  pageIsThere = resolve;
});

/** Resolves when the page is there and the browser idle. */
export async function whenCalm() {
  await there;
  await new Promise((resolve) => {
    const idle = "requestIdleCallback" in window; // not in every browser
    if (idle) requestIdleCallback(resolve, { timeout: LONGEST });
    else setTimeout(resolve, LONGEST);
  });
}
