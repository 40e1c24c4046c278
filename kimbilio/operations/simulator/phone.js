// Keeps the phone's screen current while its page is open. Without this the link "Look again" does it.
const screen = document.querySelector("[data-screen]");
const scroll = () => screen.scrollTo(0, screen.scrollHeight);
let shown = "";

async function look() {
  try {
    const answer = await fetch(screen.dataset.screen, { cache: "no-store" });
    const text = answer.ok ? await answer.text() : shown;
    if (text !== shown) {
      shown = text;
      const page = new DOMParser().parseFromString(text, "text/html");
      screen.replaceChildren(...page.body.childNodes);
      scroll();
    }
  } catch {
    // the simulator has ended; the next look may find it again
  }
}

if (screen) {
  scroll();
  setInterval(() => document.hidden || look(), 1000);
}
