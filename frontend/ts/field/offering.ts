// What can be filed from this phone, and in what capacity: drawn from what lies on it.
import { $, copy, say } from "./dom";
import type { Shell } from "./form";
import { fold } from "./kinds";
import type { Offered } from "./shelf";

/** Those that hold every word of the search. `first`: of this day; the others behind a heading. `lacks`: the person's number, which it needs. */
export function drawOffered(offered: Offered[], first: (each: Offered) => boolean, lacks: (each: Offered) => boolean, choose: (each: Offered) => void): void {
  const words = fold($<HTMLInputElement>("[data-search]").value).split(/\s+/).filter(Boolean);
  const found = offered.filter((each) => words.every((word) => fold([each.name, ...each.plain, each.code].join(" ")).includes(word)));
  const rows = (some: Offered[]): HTMLElement[] => some.map((each) => {
    const row = copy("offered", { name: each.name, plain: each.plain[0] ?? "", number: lacks(each) ? say("numbered") : "" });
    $("button", row).addEventListener("click", () => choose(each));
    return row;
  });
  const others = found.filter((each) => !first(each));
  $("[data-offered]").replaceChildren(...rows(found.filter(first)));
  $("[data-others] ul").replaceChildren(...rows(others));
  $("[data-others]").hidden = !others.length;
  $<HTMLDetailsElement>("[data-others] details").open = words.length > 0; // what is sought is not hidden
  $("[data-none]").hidden = found.length > 0;
}

export function drawFilers(filers: Shell["outline"]["filers"]): void {
  $("[data-capacities]").replaceChildren(...filers.map((filer, at) => {
    const row = copy("capacity", { label: filer.label, note: filer.note });
    const input = $<HTMLInputElement>("input", row);
    [input.value, input.id, input.checked] = [filer.relation, `f-relation-${at}`, at === 0];
    $<HTMLLabelElement>("label", row).htmlFor = input.id;
    return row;
  }));
}
