// Of a field and the list beside it, and of topics and “none of these”, one speaks: what is said last takes the other back.
const clear = (field) => {
  if (field.type === "checkbox" || field.type === "radio") field.checked = false;
  else field.value = "";
};
const says = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value !== "");
const others = (form, field) => {
  const [kind, name] = [field.name.slice(0, field.name.indexOf(":")), field.name.slice(field.name.indexOf(":") + 1)];
  const wanted = { v: `open:${name}`, open: `v:${name}` }[kind] || { topic: "none", none: "topic" }[field.name];
  return wanted === undefined ? [] : [...form.elements].filter((one) => one.name === wanted);
};
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.form && field.name && says(field)) others(field.form, field).forEach(clear);
}, true);
