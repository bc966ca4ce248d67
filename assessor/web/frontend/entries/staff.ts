// The lists of candidates keep themselves up to date: htmx asks for the page again and takes the table out of it.
import "htmx.org";
import { setUpReview } from "../reviewing";

const rubric = document.querySelector<HTMLFormElement>("#rubric");
if (rubric) setUpReview(rubric);
