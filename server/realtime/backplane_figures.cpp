#include "server/realtime/backplane_figures.hpp"

#include <array>
#include <functional>
#include <string_view>

namespace stollen::realtime {
namespace {

constexpr std::array<std::string_view, 9> kReasons{"own", "oversized", "malformed", "foreign_epoch", "forged",
                                                   "old", "away",      "full",      "many_hints"};

using Counters = std::array<std::reference_wrapper<metrics::Counter>, kReasons.size()>;

metrics::Counter& counter(std::size_t reason) {
  return metrics::counter("stollen_backplane_dropped_total",
                          "Messages between nodes that were not taken, or not sent.",
                          {{"reason", kReasons.at(reason)}});
}

template <std::size_t... I>
Counters all_counters(std::index_sequence<I...> /*unused*/) {
  return {counter(I)...};
}

metrics::Counter& messages(std::string_view direction) {
  return metrics::counter("stollen_backplane_messages_total", "Messages between nodes.",
                          {{"direction", direction}});
}

}  // namespace

BackplaneFigures& BackplaneFigures::get() {
  static BackplaneFigures own{
      messages("in"), messages("out"),
      metrics::counter("stollen_backplane_losses_total", "How often a connection to Redis was lost."),
      metrics::gauge("stollen_backplane_connected", "1: other nodes are heard at once; 0: Redis is away.")};
  return own;
}

metrics::Counter& BackplaneFigures::dropped(Drop why) {
  static const Counters own = all_counters(std::make_index_sequence<kReasons.size()>{});
  return own.at(static_cast<std::size_t>(why));
}

}  // namespace stollen::realtime
