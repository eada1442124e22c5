/** The terms of an explanation: what each number contributes, as text and as a bar. */

import { html } from "htm/preact";
import { pairOf } from "../colour.js";
import { moreTerms } from "../explaining.js";
import { address, aligned, compact, count, exact } from "../format.js";
import { lookAtFactor } from "../looking.js";
import * as state from "../state.js";
import { bars, total } from "../waterfall.js";
import { goOn } from "./focus.js";
import { ExamplePicture } from "./input.js";

/** @typedef {import("../types.js").Explanation} Explanation */
/** @typedef {import("../types.js").Term} Term */
/** @typedef {import("../types.js").Factor} Factor */

/** What stands between the terms. @type {Record<string, string>} */
const SIGNS = { sum: "+", product: "·", quotient: "/" };

/** @param {{explanation: Explanation}} props */
export function Terms({ explanation }) {
  const { terms, rest, combine } = explanation;
  if (terms.length === 0) return null;
  const drawn = bars(explanation);
  const labelled = terms.some(({ label }) => label);
  const write = labelled ? aligned : compact;
  return html`
    <div class="terms-scroll">
      <table class="terms ${roleOf(explanation)}">
        <caption class="hidden">the terms that make the number, the largest first</caption>
        <${Head} explanation=${explanation} labelled=${labelled} />
        <tbody>
          ${terms.map(
            (term, k) => html`
              <tr key=${k}>
                ${labelled && html`<${Label} term=${term} />`}
                ${!labelled && html`<td class="sign">${!isConstant(term) && signOf(term, k, combine)}</td>`}
                <td class="product">
                  ${!labelled && isConstant(term) && html`<span class="times">${signOf(term, k, combine)}</span>`}
                  <${Product} term=${term} named=${!labelled} />
                </td>
                <td class="number" title=${exact(term.number)}>${shows(term) && write(term.number)}</td>
                <td class="bar-cell">${drawn && html`<${Bar} bar=${drawn[k]} />`}</td>
              </tr>
            `,
          )}
          ${
            rest &&
            rest.count > 0 &&
            html`<tr class="rest">
              <td colspan=${labelled ? 3 : 2}>
                <button type="button" class="link" onClick=${moreTerms}>${count(rest.count)} more</button>
              </td>
              <td class="number" title=${exact(rest.number)}>${write(rest.number)}</td>
              <td class="bar-cell">${drawn && html`<${Bar} bar=${drawn[terms.length]} />`}</td>
            </tr>`
          }
          ${
            combine === "sum" &&
            terms.length > 1 &&
            html`<tr class="total">
              <td colspan=${labelled ? 3 : 2}>together <${Sum} explanation=${explanation} /></td>
              <td class="number" title=${exact(explanation.number)}>${write(explanation.number)}</td>
              <td class="bar-cell">${drawn && html`<${Bar} bar=${drawn[drawn.length - 1]} />`}</td>
            </tr>`
          }
        </tbody>
      </table>
    </div>
  `;
}

/** Whether the terms really make the number. @param {{explanation: Explanation}} props */
function Sum({ explanation }) {
  const sum = total(explanation);
  if (sum === null) return null;
  return sum.exact
    ? html`<i class="adds-up" title="the terms add up to the number, but for rounding">✓</i>`
    : html`<span class="alarm">the terms add up to ${compact(sum.number)}</span>`;
}

/** What the factors of every term are, where all terms are alike.
 * @param {{explanation: Explanation, labelled: boolean}} props */
function Head({ explanation, labelled }) {
  const [first] = explanation.terms;
  if (!labelled || first.factors.length < 2) return null;
  return html`
    <thead>
      <tr>
        <td colspan="2"></td>
        <th class="product" scope="col">
          ${first.factors.map(
            ({ name, label }, k) =>
              html`${k > 0 && html`<span class="times">·</span>`}<span class="factor">${label || name}</span>`,
          )}<span class="times">${"\u2007"}</span>
        </th>
        <td></td>
        <td></td>
      </tr>
    </thead>
  `;
}

/** @param {Explanation} explanation */
function roleOf({ value }) {
  return state.lastTrace.value?.values.find(({ id }) => `v${id}` === value)?.role ?? "activation";
}

/** Whether a term's number says more than its only factor did. @param {Term} term */
const shows = ({ factors, coefficient }) => factors.length !== 1 || Math.abs(coefficient) !== 1;

/** Whether it is a number of the code alone, whose sign would be lost far from it. @param {Term} term */
const isConstant = ({ factors }) => factors.every(({ value }) => value === null);

/** @param {Term} term @param {number} k @param {string} combine */
function signOf({ coefficient }, k, combine) {
  if (combine === "sum" && coefficient === -1) return "−";
  return k > 0 ? (SIGNS[combine] ?? "") : "";
}

/** @param {{term: Term}} props */
function Label({ term }) {
  const { label } = term;
  const example = label?.example ?? null;
  return html`
    <td class="thumb">${example !== null && html`<${ExamplePicture} row=${example} size=${25} />`}</td>
    <th scope="row">${label && `${label.axis} = ${Array.isArray(label.at) ? label.at.join(", ") : label.at}`}</th>
  `;
}

/** @param {{term: Term, named: boolean}} props */
const Product = ({ term, named }) => html`
  ${Math.abs(term.coefficient) !== 1 && html`<span class="coefficient">${compact(term.coefficient)} ·</span>`}
  ${term.factors.map(
    (factor, k) =>
      html`${k > 0 && html`<span class="times">·</span>`}<${FactorButton} factor=${factor} named=${named} />`,
  )}
  ${shows(term) && html`<span class="times">=</span>`}
`;

/** @param {{factor: Factor, named: boolean}} props */
function FactorButton({ factor, named }) {
  const { name, label, index, number, minus, value } = factor;
  const where = address(label || name, index);
  const less = minus === null ? "" : ` − ${compact(minus)}`;
  const amount = (named ? compact(number) : aligned(number)) + less;
  const text = html`
    ${named && value !== null && html`<span class="address">${where}</span>`}
    <span class="amount">${amount}</span>
  `;
  if (value === null) return html`<span class="factor constant">${text}</span>`;
  const role = state.lastTrace.value?.values.find(({ id }) => `v${id}` === value)?.role ?? "";
  return html`
    <button
      type="button"
      class="factor ${pairOf(role)}"
      title=${`${where} = ${exact(number)}`}
      aria-label=${`${where} = ${amount}: where does it come from?`}
      onClick=${(/** @type {MouseEvent} */ event) => {
        lookAtFactor(factor);
        goOn(event);
      }}
    >${text}</button>
  `;
}

/** @param {{bar: import("../waterfall.js").Bar}} props */
const Bar = ({ bar }) => html`
  <span class="track">
    <i class="zero" style=${{ left: `${bar.zero}%` }}></i>
    <i class="fill ${bar.sign}" style=${{ left: `${bar.from}%`, width: `${bar.to - bar.from}%` }}></i>
  </span>
`;
