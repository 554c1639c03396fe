// For the tests only, under node: decides about forms as a phone does, one JSON a line.
import { createInterface } from "node:readline";
import type { Values } from "./conditions";
import type { Outline } from "./kinds";
import { evaluate, papersOf, screensOf } from "./rules";

interface Asked { outline?: Outline; answers: Values; facts: Record<string, string> }
let outline: Outline;

createInterface({ input: process.stdin }).on("line", (line) => {
  const asked = JSON.parse(line) as Asked;
  if (asked.outline) outline = asked.outline;
  const found = evaluate(outline, asked.answers, asked.facts);
  console.log(JSON.stringify({
    sections: [...found.sections].sort(),
    visible: [...found.visible].sort(),
    required: [...found.required].sort(),
    computed: [...found.computed].sort(),
    wrong: [...found.wrong.keys()].sort(),
    said: Object.fromEntries(found.wrong),
    papers: papersOf(outline, found.values, asked.facts).map((paper) => paper.key),
    screens: screensOf(outline, found).map((screen) => screen.key),
  }));
});
