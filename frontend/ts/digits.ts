// Number keys: a digit presses what carries it in `data-key`.

/** In a box the digits are written. */
const WRITTEN = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

export const isWritten = (target: EventTarget | null): boolean => target instanceof Element && target.matches(WRITTEN);
export const withOther = (event: KeyboardEvent): boolean => event.ctrlKey || event.altKey || event.metaKey;

export function pressDigit(digit: string): void {
  const pressed = document.querySelector<HTMLElement>(`[data-key="${digit}"]`);
  if (pressed instanceof HTMLInputElement) pressed.focus(); // Enter goes on from there
  pressed?.click();
}
