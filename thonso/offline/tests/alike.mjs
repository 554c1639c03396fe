// Decides about forms as a phone does, under node: one JSON a line.
import { createInterface } from "node:readline";
import { evaluate, papersOf, screensOf } from "../../../frontend/ts/field/rules.ts";

let outline;
createInterface({ input: process.stdin }).on("line", (line) => {
  const asked = JSON.parse(line);
  outline = asked.outline ?? outline;
  const found = evaluate(outline, asked.answers, asked.facts);
  console.log(JSON.stringify({
    sections: [...found.sections].sort(),
    visible: [...found.visible].sort(),
    required: [...found.required].sort(),
    computed: [...found.computed].sort(),
    papers: papersOf(outline, found.values, asked.facts).map((paper) => paper.key),
    screens: screensOf(outline, found).map((screen) => screen.key),
  }));
});
