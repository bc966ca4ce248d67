// The candidate's pages around the challenges: getting ready, and the overview with its clock.
import "htmx.org";
import { Countdown } from "../countdown";
import { setUpStart } from "../start";

if (document.getElementById("clock")) new Countdown();
if (document.getElementById("start-form")) setUpStart();
