// Run from the client's folder, which has the packages:
//   cd web-client && npx vitest run --root ../tests/protocol
export default {
  // The generated code and the examples lie outside this folder.
  server: { fs: { allow: ['../..'] } },
  test: { environment: 'node', include: ['*.test.ts'] },
};
