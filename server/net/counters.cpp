#include "server/net/counters.hpp"

namespace stollen::net {

namespace {

constexpr std::array<CounterText, static_cast<std::size_t>(Counter::count_)> kCounterTexts{{
    {"accepted_total", "Connections accepted."},
    {"refused_per_address_total", "Connections refused since their address has too many."},
    {"refused_full_total",
     "Connections refused since there are too many in all, or too many that are no socket yet."},
    {"refused_descriptors_total", "Connections refused since no descriptor was left."},
    {"requests_total", "HTTP requests answered."},
    {"requests_refused_total", "HTTP requests that were malformed, too large or too slow."},
    {"upgrades_total", "WebSockets opened."},
    {"upgrades_refused_total", "WebSocket upgrades refused."},
    {"event_streams_total", "Streams of Server-Sent Events opened."},
    {"closed_slow_total", "Sockets closed with 4008: their outbox was full."},
    {"closed_stalled_total", "Connections reset since writing made no progress."},
    {"closed_silent_total", "Sockets closed since a ping was not answered."},
    {"closed_rate_total", "Sockets closed for too many control frames."},
    {"closed_protocol_total", "Sockets closed for a breach of the protocol."},
    {"hints_dropped_total", "Volatile events dropped since an outbox was half full."},
    {"messages_in_total", "Messages received over sockets."},
    {"bytes_in_total", "Octets received over sockets."},
    {"frames_out_total", "Frames queued for sockets."},
    {"bytes_out_total", "Octets sent over sockets."},
    {"writes_total", "System calls that sent them."},
    {"tls_handshakes_failed_total", "TLS handshakes that failed or took too long."},
    {"connections_ended_total", "Connections that ended."},
    {"sockets_ended_total", "WebSockets that ended."},
}};

}  // namespace

CounterText text_of(Counter counter) {
  return kCounterTexts.at(static_cast<std::size_t>(counter));
}

}  // namespace stollen::net
