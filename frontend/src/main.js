/** Everything a page does by script. Each part looks for its own marks in the page and is silent otherwise. */
import "../app.css";
import "./pages.js";
import htmx from "htmx.org";
import * as calls from "./calls.js";
import * as choices from "./choices.js";
import * as clocks from "./clocks.js";
import * as copy from "./copy.js";
import * as dialogs from "./dialogs.js";
import * as discreet from "./discreet.js";
import * as drafts from "./drafts.js";
import * as failures from "./failures.js";
import * as guard from "./guard.js";
import * as hide from "./hide.js";
import * as idle from "./idle.js";
import * as keys from "./keys.js";
import * as move from "./move.js";
import * as nearest from "./nearest.js";
import { token } from "./page.js";
import * as passkeys from "./passkeys.js";
import * as poll from "./poll.js";
import * as print from "./print.js";
import * as reveal from "./reveal.js";
import * as showPassword from "./show-password.js";
import * as tabs from "./tabs.js";
import * as upload from "./upload.js";

Object.assign(htmx.config, {
  allowEval: false, // the policy forbids it as well
  allowScriptTags: false,
  historyCacheSize: 0, // no page is kept in the browser's storage
  refreshOnHistoryMiss: true,
  includeIndicatorStyles: false,
  timeout: 20_000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true, error: false },
    { code: "[45]..", swap: false, error: true },
  ],
});
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});

const parts = [
  hide,
  discreet,
  drafts,
  dialogs,
  calls,
  choices,
  clocks,
  copy,
  failures,
  guard,
  idle,
  move, // before keys: M on a block is its own
  keys,
  nearest,
  reveal,
  showPassword,
  passkeys,
  poll,
  print,
  tabs,
  upload,
];
for (const part of parts) part.start();
