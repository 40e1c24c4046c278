/** Everything a page does by script. Each part looks for its own marks in the page and is silent otherwise. */
import "../app.css";

import.meta.glob("../pages/*.css", { eager: true });
import { start as startPasskeys } from "./passkeys.js";

startPasskeys();
