#include "server/net/routes.hpp"

#include <algorithm>
#include <string>

#include "protocol/generated/cpp/session.hpp"
#include "server/core/metrics.hpp"
#include "server/net/event_request.hpp"
#include "server/net/session_cookie.hpp"
#include "server/net/upgrade.hpp"

namespace stollen::net {

namespace errors = protocol::session::errors;

namespace {

constexpr std::string_view kCommandPrefix = "/api/v1/";
constexpr std::string_view kMediaPrefix = "/media/";

Plan answer(Response response) {
  return {Plan::Kind::answer, std::move(response), {}};
}

Plan plan_health(const HttpRequest& request) {
  if (!request.is_read()) return answer(method_not_allowed("GET, HEAD"));
  return answer(text_response(200, "alive"));
}

Plan plan_readiness(const HttpRequest& request, const ShardContext& context) {
  if (!request.is_read()) return answer(method_not_allowed("GET, HEAD"));
  std::string reason = context.is_draining ? "draining" : "";
  if (reason.empty() && context.site.options().not_ready) reason = context.site.options().not_ready();
  return answer(reason.empty() ? text_response(200, "ready") : text_response(503, reason));
}

Plan plan_metrics(const HttpRequest& request, const Client& client, const ShardContext& context) {
  if (!request.is_read()) return answer(method_not_allowed("GET, HEAD"));
  if (!context.site.shows_metrics_to(client)) return answer(text_response(404, "Nothing here."));
  Response response = text_response(200, "");
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = metrics::exposition();
  context.append_metrics(response.body);
  return answer(std::move(response));
}

bool is_command_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

Plan plan_command(const HttpRequest& request, const Client& client, const ShardContext& context) {
  const std::string_view name = std::string_view(request.path).substr(kCommandPrefix.size());
  if (!is_command_name(name)) {
    return answer(error_response(404, errors::unknown_command, "There is no command of this name."));
  }
  if (request.method != "POST") return answer(method_not_allowed("POST"));
  // A page of another origin cannot send this content type without asking first, and we never allow that.
  if (!equals_without_case(request.header("content-type"), "application/json")) {
    return answer(error_response(415, errors::malformed, "Content-Type must be application/json."));
  }
  const bool has_cookie = !request.cookie(session_cookie_name(client.is_secure)).empty();
  if ((request.has_header("origin") || has_cookie) && !context.site.takes_origin(request, client)) {
    return answer(error_response(403, errors::forbidden, "This Origin may not send commands."));
  }
  return {Plan::Kind::command, {}, name};
}

bool has_dot(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos;
}

bool names_etag(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view entry = trimmed(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    if (entry == "*") return true;
    if (entry.starts_with("W/")) entry.remove_prefix(2);  // If-None-Match compares weakly
    if (entry.size() == etag.size() + 2 && entry.substr(1, etag.size()) == etag) return true;
  }
  return false;
}

// Whether Accept-Encoding names the coding and does not give it q=0.
bool takes_coding(const HttpRequest& request, std::string_view coding) {
  std::string_view rest = request.header("accept-encoding");
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view entry = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    const std::size_t semicolon = entry.find(';');
    if (!equals_without_case(trimmed(entry.substr(0, semicolon)), coding)) continue;
    if (semicolon == std::string_view::npos) return true;
    std::string_view quality = trimmed(entry.substr(semicolon + 1));
    return !(quality == "q=0" || quality == "q=0.0" || quality == "q=0.00" || quality == "q=0.000");
  }
  return false;
}

Response file_response(const HttpRequest& request, const StaticFile& file,
                       std::shared_ptr<const void> owner) {
  Response response;
  // A variant is another sequence of bytes, so it has another strong tag.
  std::string etag(file.etag);
  response.content_type = file.content_type;
  response.borrowed = file.identity;
  response.owner = std::move(owner);
  if (!file.brotli.empty() && takes_coding(request, "br")) {
    response.borrowed = file.brotli;
    response.headers += "Content-Encoding: br\r\n";
    etag += "-br";
  } else if (!file.gzip.empty() && takes_coding(request, "gzip")) {
    response.borrowed = file.gzip;
    response.headers += "Content-Encoding: gzip\r\n";
    etag += "-gz";
  }
  response.headers += "ETag: \"" + etag + "\"\r\nVary: Accept-Encoding\r\nAccept-Ranges: none\r\n";
  response.headers += file.is_immutable ? "Cache-Control: public, max-age=31536000, immutable\r\n"
                                        : "Cache-Control: no-cache\r\n";
  if (names_etag(request.header("if-none-match"), etag)) {
    response.status = 304;
    response.borrowed = {};
  }
  return response;
}

Plan plan_media(const HttpRequest& request, const ShardContext& context) {
  if (!request.is_read()) return answer(method_not_allowed("GET, HEAD"));
  const StaticFile* const file =
      context.media == nullptr ? nullptr : context.media->find(request.path.substr(kMediaPrefix.size() - 1));
  if (file == nullptr) return answer(text_response(404, "Nothing here."));
  Response response = file_response(request, *file, context.media);
  // Made by strangers: even opened as a page of its own, an SVG runs nothing and loads nothing.
  response.content_security_policy = kImageContentSecurityPolicy;
  return answer(std::move(response));
}

Plan plan_feature_page(const HttpRequest& request) {
  if (!request.is_read()) return answer(method_not_allowed("GET, HEAD"));
  return {Plan::Kind::page, {}, {}};
}

Plan plan_page(const HttpRequest& request, const ShardContext& context) {
  if (!request.is_read()) return answer(method_not_allowed("GET, HEAD"));
  const auto& pages = context.site.options().pages;
  const StaticFile* file = nullptr;
  if (pages != nullptr) {
    file =
        pages->find(request.path == "/" ? std::string_view("/index.html") : std::string_view(request.path));
    // The client has its own router: any page of the fair is index.html.
    const bool is_page =
        !has_dot(request.path) && request.header("accept").find("text/html") != std::string_view::npos;
    if (file == nullptr && is_page) file = pages->find("/index.html");
  }
  if (file == nullptr) return answer(text_response(404, "Nothing here."));
  return answer(file_response(request, *file, pages));
}

Plan plan_socket(const HttpRequest& request, const Client& client, const ShardContext& context) {
  if (auto refusal = refuse_upgrade(request, client, context)) return answer(std::move(*refusal));
  return {Plan::Kind::socket, {}, {}};
}

Plan plan_events(const HttpRequest& request, const Client& client, const ShardContext& context) {
  auto join = read_event_request(request, client, context);
  if (!join) return answer(std::move(join.error()));
  return {Plan::Kind::events, {}, {}, std::move(*join)};
}

}  // namespace

Plan plan_request(const HttpRequest& request, const Client& client, const ShardContext& context) {
  const std::string_view path = request.path;
  if (path == "/healthz") return plan_health(request);  // before the Host check: probes use addresses
  if (path == "/readyz") return plan_readiness(request, context);
  if (path == "/metrics") return plan_metrics(request, client, context);
  if (!context.site.takes_host(request.host)) {
    return answer(text_response(421, "This server does not answer for that host."));
  }
  if (request.has_header("expect") && !equals_without_case(request.header("expect"), "100-continue")) {
    return answer(text_response(417, "Only 100-continue can be expected."));
  }
  if (path == kSocketPath) return plan_socket(request, client, context);
  if (path == kEventsPath) return plan_events(request, client, context);
  if (path.starts_with(kCommandPrefix)) return plan_command(request, client, context);
  if (path == "/api" || path.starts_with("/api/")) {
    return answer(error_response(404, errors::unknown_command, "There is no such address."));
  }
  if (path.starts_with(kMediaPrefix)) return plan_media(request, context);
  if (context.gateway.has_page(path)) return plan_feature_page(request);
  return plan_page(request, context);
}

}  // namespace stollen::net
