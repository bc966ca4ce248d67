// The candidate's pages around the challenges: getting ready, and the overview with its clock.
import "htmx.org";
import { setUpCheck } from "../check";
import { Countdown } from "../countdown";
import { api } from "../http";
import { setUpRest } from "../rest";
import { setUpStart } from "../start";

if (document.getElementById("clock")) new Countdown();
if (document.getElementById("rest")) setUpRest();
if (document.getElementById("start-form")) setUpStart();
const check = document.getElementById("system-check");
if (check) void setUpCheck(check);
// Only a browser that runs scripts gets here: a mail scanner's visit prepares nothing.
const opened = document.querySelector<HTMLElement>("[data-opened-url]")?.dataset["openedUrl"];
if (opened) api("POST", opened).catch(() => undefined);
