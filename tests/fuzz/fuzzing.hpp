#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stollen::tests {

/// What must hold for every input. libFuzzer keeps the input that ends the process.
inline void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Writes the seeds into the corpus folder among libFuzzer's arguments: a search that begins with believable
/// input is deep inside after seconds.
inline void plant_seeds(int argc, char** argv, std::span<const std::string> seeds) {
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] == '-') continue;
    for (std::size_t n = 0; n < seeds.size(); ++n) {
      std::ofstream(std::string(argv[i]) + "/seed-" + std::to_string(n), std::ios::binary) << seeds[n];
    }
    return;
  }
}

/// Cuts a text into pieces, as the network may. `pattern` decides where: equal patterns cut alike.
inline std::vector<std::string_view> pieces_of(std::string_view text, std::uint8_t pattern) {
  std::vector<std::string_view> pieces;
  std::uint32_t state = pattern;
  while (!text.empty()) {
    state = state * 1'664'525U + 1'013'904'223U;
    // Mostly short ones, down to single bytes; now and then a long one.
    const std::uint32_t longest = (state >> 28U) == 0 ? 1'024 : 1 + (pattern & 0x1FU);
    const std::size_t size = 1 + (state >> 8U) % longest;
    pieces.push_back(text.substr(0, size));
    text.remove_prefix(pieces.back().size());
  }
  return pieces;
}

}  // namespace stollen::tests
