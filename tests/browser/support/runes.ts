/**
 * The client's texts hang on its language, which is a rune. Outside a component a rune is a plain value: here German,
 * as the pages are asked for.
 */
Object.assign(globalThis, { $state: <Value>(value: Value): Value => value });
if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: { languages: ['de-DE'] } });
