// What waits in this browser (see outbox.js) is sent from whatever page is open when the connection is back. A page with
// a form of that kind does so itself. Nearly always nothing waits, and then nothing more is loaded.
import { kept } from "./sending.js";

const isSeenTo = document.querySelector("form[data-outbox]");
if (!isSeenTo && document.body.dataset.person && kept("mandorla.outbox")) import("./outbox.js");
