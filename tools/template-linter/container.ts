import type { Place } from "./place";

/** A container of a template's pod. */
export interface Container {
  readonly place: Place;
  /** init: runs before the main container; set: in a container set; sidecar: runs next to the main container. */
  readonly role: "main" | "set" | "init" | "sidecar";
}

export function containersOf(template: Place): Container[] {
  const of = (role: Container["role"], ...places: readonly Place[]) =>
    places.filter(({ isMap }) => isMap).map((place) => ({ place, role }));
  return [
    ...of("main", template.at("container"), template.at("script")),
    ...of("set", ...template.at("containerSet", "containers").items()),
    ...of("init", ...template.at("initContainers").items()),
    ...of("sidecar", ...template.at("sidecars").items()),
  ];
}

/** The words of a container's command and arguments. */
export function wordsOf({ place }: Container): Place[] {
  return [...place.at("command").items(), ...place.at("args").items()];
}

/** Programs that run code from their arguments or input. Argo gives a `script` template its code. */
const interpreters = /(^|\/)(sh|bash|dash|ash|ksh|zsh|busybox|python[\d.]*|perl|ruby|node|pwsh|powershell)$/;
/** The options for code in an argument. */
const inline = /^-\w*[ce]$|^-Command$/;

/** The texts that a container runs as a program: the source of a script, the arguments of `sh -c`. */
export function programsOf(container: Container): Place[] {
  const { place } = container;
  const source = place.at("source");
  const words = wordsOf(container);
  const runs = words.some(({ string }) => interpreters.test(string ?? ""));
  const option = words.findIndex(({ string }) => inline.test(string ?? ""));
  return [
    ...(source.string === undefined ? [] : [source]),
    ...(runs && option !== -1 ? words.slice(option + 1) : []),
  ];
}

/** Whether a container runs a POSIX shell. */
export function isShell({ place }: Container): boolean {
  const words = [...place.at("command").items(), ...place.at("args").items()];
  return words.some(({ string }) => /(^|\/)(sh|bash|dash|ash|ksh|zsh)$/.test(string ?? ""));
}
