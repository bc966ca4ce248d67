// The builder without a way to the server for what needs none: moving a challenge by its arrows or by dragging it.
// Adding, removing and filtering ask the server through htmx, as all of it does where scripts are off.
import "../builder";
