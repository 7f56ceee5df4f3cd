import type { Place } from "./place";

/** A container of a template's pod. */
export interface Container {
  readonly place: Place;
  /** init: runs before; set: one of a container set; sidecar: runs at the same time. */
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

/** What a container says in its command and arguments, each a place. */
export function wordsOf({ place }: Container): Place[] {
  return [...place.at("command").items(), ...place.at("args").items()];
}

/** Programs that run what their arguments or their input say; `script` templates get theirs from Argo. */
const interpreters = /(^|\/)(sh|bash|dash|ash|ksh|zsh|busybox|python[\d.]*|perl|ruby|node|pwsh|powershell)$/;
/** By which options, if it isn't a script template. */
const inline = /^-\w*[ce]$|^-Command$/;

/** The texts that a container runs as a program: a script's source, the arguments of `sh -c`. */
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

/** Whether the programs of a container are for a POSIX shell. */
export function isShell({ place }: Container): boolean {
  const words = [...place.at("command").items(), ...place.at("args").items()];
  return words.some(({ string }) => /(^|\/)(sh|bash|dash|ash|ksh|zsh)$/.test(string ?? ""));
}
