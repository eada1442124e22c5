/** A network of one's own: every part of a spec, to be chosen and filled in. */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { at, kindOf, kindsOf, newPart } from "../building.js";
import { facts } from "../describing.js";
import { build, catalog, draft, goal, making, shownFaults, start } from "../drafting.js";
import { properName } from "../format.js";
import { session } from "../state.js";
import { Field } from "./fields.js";
import { Layers, PartSection } from "./parts.js";

/** @typedef {import("../building.js").Catalog} Catalog */
/** @typedef {import("../building.js").Option} Option */
/** @typedef {import("../building.js").Part} Part */

export function Builder() {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const wanted = goal.value;
  useEffect(() => {
    if (wanted === null) return;
    const found = form.current?.elements.namedItem(wanted);
    const control = found instanceof RadioNodeList ? found[0] : found;
    if (control instanceof HTMLElement) control.focus();
    goal.value = null;
  }, [wanted]);
  const known = catalog.value;
  if (!known || !draft.value) return null;
  const before = known.spec.findIndex(({ type }) => type === "array");
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    start();
  };
  // The server judges what is filled in: it knows what goes together, and says what would do.
  return html`
    <form class="builder" ref=${form} novalidate onSubmit=${send}>
      <div class="columns">
        <div>${known.spec.slice(0, before + 1).map(Section)}</div>
        <div>${known.spec.slice(before + 1).map(Section)}</div>
      </div>
      <${Foot} />
    </form>
  `;
}

/** @param {Option} option */
function Section(option) {
  const kinds = kindsOf(/** @type {Catalog} */ (catalog.value), option);
  const path = [option.name];
  if (!kinds) return html`<${Field} key=${option.name} option=${option} path=${path} />`;
  if (option.type !== "array") {
    return html`<${PartSection} key=${option.name} option=${option}><${Facts} option=${option} /><//>`;
  }
  return html`
    <section class="part" key=${option.name}>
      <h3><span>${properName(option.name)}</span> <span class="quiet">${option.summary}</span></h3>
      <${Layers} option=${option} path=${path} />
    </section>
  `;
}

/** What a data set gives and asks, as long as its options, which may change that, are as they were.
 * @param {{option: Option}} props */
function Facts({ option }) {
  const known = /** @type {Catalog} */ (catalog.value);
  const kinds = /** @type {string} */ (kindsOf(known, option));
  const part = /** @type {Part} */ (at(draft.value, [option.name]));
  const kind = kindOf(known, kinds, part.name);
  if (!kind?.task) return null;
  const usual = newPart(known, kinds, kind.name, {});
  const changed = kind.options.some(
    ({ name }) => JSON.stringify(part[name] ?? usual[name]) !== JSON.stringify(usual[name]),
  );
  return html`<p class="facts">${facts(changed ? { ...kind, shape: null } : kind)}</p>`;
}

/** What is wrong with the whole of it, and the way on. */
function Foot() {
  const wrong = shownFaults.value;
  const elsewhere = wrong.filter(({ field }) => field).length;
  return html`
    <div class="builder-foot">
      <div role="alert" class="faults">
        ${wrong.filter(({ field }) => !field).map(({ message }) => html`<p class="fault">${message}</p>`)}
        ${
          elsewhere > 0 &&
          html`<p class="fault">
            ${elsewhere === 1 ? "One field above needs" : `${elsewhere} fields above need`} to be
            changed.
          </p>`
        }
      </div>
      <button type="button" class="link" onClick=${() => build(session.value?.spec)}>
        back to the network on the page
      </button>
      <button type="submit" class="key primary" aria-disabled=${making.value !== null}>
        ${making.value === null ? "Start" : "Starting …"}
      </button>
    </div>
  `;
}
