// Evaluated in a page: what the fields of its form show, as expected-fields.ts describes them, but for the
// choices of a list that is closed. A field's control has the id root_<property>; radio buttons add their number.
/* global document */
(() => {
  const text = (element) => (element?.innerText ?? "").replace("\u200b", "").trim();
  const controls = document.querySelectorAll(
    'form [id^="root_"]:is(input, textarea, [role=button], [role=radiogroup])',
  );
  return [...controls]
    .filter(({ type }) => type !== "radio")
    .map((control) => {
      const item = control.closest(".MuiGrid-item");
      const radios = [...item.querySelectorAll("input[type=radio]")];
      const choiceOf = (radio) => text(radio.closest("label"));
      const kind =
        control.type === "checkbox"
          ? "check box"
          : control.tagName === "TEXTAREA"
            ? "text of several lines"
            : control.tagName === "INPUT"
              ? "text"
              : radios.length > 0
                ? "radio buttons"
                : "choice";
      const value = {
        "check box": () => String(control.checked),
        "radio buttons": () => choiceOf(radios.find(({ checked }) => checked) ?? document.body),
        choice: () => text(control),
      }[kind];
      return {
        name: control.id.slice("root_".length),
        label: text(item.querySelector("label")).replace(/\s*\*$/, ""),
        required: item.querySelector(".MuiFormLabel-asterisk") !== null,
        kind,
        value: value === undefined ? control.value : value(),
        help: [...item.querySelectorAll("p:not(.MuiFormHelperText-root)")].map(text).join("\n"),
        choices: radios.map(choiceOf),
      };
    });
})();
