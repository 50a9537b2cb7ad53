#pragma once

#include <cstdint>
#include <string>

#include "loadtest/histogram.hpp"

namespace stollen::load {

/// What all talkers of a run share. Latencies are counted from the moment at which a message was meant to be
/// sent.
struct Totals {
  Histogram ack, delivery;
  Histogram delivery_to_other_node;  ///< those of `delivery` whose sender was connected to another node
  std::uint64_t sent = 0, delivered = 0, refused = 0;
  std::string first_refusal;

  /// Those of another thread of the same run.
  void add(const Totals& other) {
    ack.add(other.ack);
    delivery.add(other.delivery);
    delivery_to_other_node.add(other.delivery_to_other_node);
    sent += other.sent;
    delivered += other.delivered;
    if (refused == 0) first_refusal = other.first_refusal;
    refused += other.refused;
  }
};

}  // namespace stollen::load
