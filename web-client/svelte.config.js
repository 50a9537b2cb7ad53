// Read by svelte-check and eslint; Vite's plugin finds it too.
export default {
  compilerOptions: { runes: true },
};
