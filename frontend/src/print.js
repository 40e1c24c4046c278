/** A button that prints the page; without this script one uses the browser's own command. */
export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
}
