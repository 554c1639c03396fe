// A link with data-dialog="id" opens the <dialog id>; without a script, or on a browser without <dialog>, the link leads to its own page.

export function dialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog!) as HTMLDialogElement | null;
      if (!dialog?.showModal) return;
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (target.closest("[data-close]") || target instanceof HTMLDialogElement) {
      const dialog = target.closest("dialog");
      if (!dialog) return;
      event.preventDefault();
      dialog.close();
    }
  });
}
