/** Parts of a spec: what kind each is, in a sentence, and its options; lists of layers, in blocks too. */

import { html } from "htm/preact";
import { asKind, at, kindsOf, moved, newPart, optionsOf, wordOf } from "../building.js";
import { sentence } from "../describing.js";
import { catalog, change, draft } from "../drafting.js";
import { fieldOf } from "../faults.js";
import { properName } from "../format.js";
import { about, Faults, Field } from "./fields.js";

/** @typedef {import("../building.js").Catalog} Catalog */
/** @typedef {import("../building.js").Option} Option */
/** @typedef {import("../building.js").Part} Part */
/** @typedef {import("../building.js").Path} Path */

const known = () => /** @type {Catalog} */ (catalog.value);
const spec = () => /** @type {Part} */ (draft.value);

/** The kinds that a part may be of. @param {{kinds: string, path: Path, label?: string}} props */
function KindChoice({ kinds, path, label }) {
  const part = /** @type {Part} */ (at(spec(), path));
  const choose = (/** @type {Event} */ { target }) => {
    const { value } = /** @type {HTMLSelectElement} */ (target);
    change(path, asKind(known(), kinds, part, value, spec()));
  };
  return html`<select
    ...${about(fieldOf(path))}
    class="kind"
    aria-label=${label}
    value=${part[wordOf(kinds)]}
    onChange=${choose}
  >
    ${known()[kinds].map(
      ({ name, here }) => html`<option key=${name} value=${name}>
        ${properName(name)}${here === false ? " (not here yet)" : ""}
      </option>`,
    )}
  </select>`;
}

/** What is to be filled in for the kind that was chosen. @param {{kinds: string, path: Path}} props */
export function Options({ kinds, path }) {
  const part = /** @type {Part} */ (at(spec(), path));
  return optionsOf(known(), kinds, part).map((option) => {
    const here = [...path, option.name];
    const inner = kindsOf(known(), option);
    const props = { key: `${part[wordOf(kinds)]} ${option.name}`, option, path: here };
    if (!inner) return html`<${Field} ...${props} />`;
    if (option.type === "array") return html`<${Layers} ...${props} />`;
    return html`<${NestedPart} ...${props} kinds=${inner} />`;
  });
}

/** A part of a part: the initializer of a layer. @param {{option: Option, path: Path, kinds: string}} props */
function NestedPart({ option, path, kinds }) {
  const field = fieldOf(path);
  return html`
    <div class="field">
      <label for=${`build-${field}`} title=${option.summary}>${properName(option.name)}</label>
      <${KindChoice} kinds=${kinds} path=${path} />
      <p class="hint" id=${`build-${field}-hint`}>${sentenceAt(kinds, path)}</p>
      <${Faults} field=${field} />
    </div>
    <div class="nested"><${Options} kinds=${kinds} path=${path} /></div>
  `;
}

/** A part that stands for itself: the data set, the loss. @param {{option: Option, children?: unknown}} props */
export function PartSection({ option, children }) {
  const kinds = /** @type {string} */ (kindsOf(known(), option));
  const path = [option.name];
  return html`
    <section class="part">
      <h3>
        <label for=${`build-${option.name}`}>${properName(option.name)}</label>
        <span class="quiet">${option.summary}</span>
      </h3>
      <${KindChoice} kinds=${kinds} path=${path} />
      <p class="sentence" id=${`build-${option.name}-hint`}>${sentenceAt(kinds, path)}</p>
      ${children}
      <${Faults} field=${option.name} />
      <${Options} kinds=${kinds} path=${path} />
    </section>
  `;
}

/** @param {string} kinds @param {Path} path */
const sentenceAt = (kinds, path) =>
  sentence(known(), kinds, /** @type {Part} */ (at(spec(), path)));

/** "3", and "3.1" of the first layer in its block. @param {Path} path */
const numberOf = (path) =>
  path.flatMap((step) => (typeof step === "number" ? step + 1 : [])).join(".");

/** Layers one after another, with a place for a new one between any two.
 * @param {{option: Option, path: Path}} props */
export function Layers({ option, path }) {
  const layers = /** @type {Part[]} */ (at(spec(), path) ?? []);
  const field = fieldOf(path);
  const block = numberOf(path);
  const first = `add a layer at the start${block && ` of layer ${block}`}`;
  const full = option.most !== null && layers.length >= option.most;
  const add = (/** @type {number} */ place) => {
    const layer = newPart(known(), "layers", known().layers[0].name, spec());
    change(path, layers.toSpliced(place, 0, layer), fieldOf([...path, place]));
  };
  const addAt = (/** @type {number} */ place) => html`<li class="add">
    <button
      type="button"
      disabled=${full}
      aria-label=${place > 0 ? `add a layer after layer ${numberOf([...path, place - 1])}` : first}
      onClick=${() => add(place)}
    >
      <span aria-hidden="true">+</span>
    </button>
  </li>`;
  return html`
    ${block && html`<p class="hint">${option.summary}</p>`}
    <ol class="layers" aria-label=${option.summary}>
      ${addAt(0)}
      ${layers.map((_, k) => [html`<${Layer} key=${k} path=${path} place=${k} />`, addAt(k + 1)])}
    </ol>
    <${Faults} field=${field} />
  `;
}

/** @param {{path: Path, place: number}} props */
function Layer({ path, place }) {
  const layers = /** @type {Part[]} */ (at(spec(), path));
  const here = [...path, place];
  const field = fieldOf(here);
  const number = numberOf(here);
  const name = `layer ${number}`;
  const move = (/** @type {number} */ to, /** @type {string} */ way) => {
    const edge = to === 0 ? "down" : to === layers.length - 1 ? "up" : way;
    change(path, moved(layers, place, to), `${fieldOf([...path, to])} ${edge}`);
  };
  const remove = () => {
    const next = Math.min(place, layers.length - 2);
    change(path, layers.toSpliced(place, 1), next < 0 ? undefined : fieldOf([...path, next]));
  };
  return html`
    <li><div class="stage" role="group" aria-label=${name}>
      <div class="stage-head">
        <span class="place" aria-hidden="true">${number}</span>
        <${KindChoice} kinds="layers" path=${here} label=${`kind of ${name}`} />
        <button
          type="button"
          class="icon"
          name=${`${field} up`}
          aria-label=${`move ${name} up`}
          disabled=${place === 0}
          onClick=${() => move(place - 1, "up")}
        >
          ↑
        </button>
        <button
          type="button"
          class="icon"
          name=${`${field} down`}
          aria-label=${`move ${name} down`}
          disabled=${place === layers.length - 1}
          onClick=${() => move(place + 1, "down")}
        >
          ↓
        </button>
        <button type="button" class="icon" aria-label=${`remove ${name}`} onClick=${remove}>×</button>
      </div>
      <p class="sentence" id=${`build-${field}-hint`}>${sentenceAt("layers", here)}</p>
      <${Faults} field=${field} />
      <${Options} kinds="layers" path=${here} />
    </div></li>
  `;
}
