#include "server/net/http_response.hpp"

#include <array>
#include <ctime>

#include "protocol/cpp/envelope.hpp"

namespace stollen::net {

namespace {

std::string_view reason_of(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return status < 400 ? "OK" : "Error";
  }
}

void add_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

// RFC 9110 5.6.7; made once a second and thread.
std::string_view http_date() {
  struct Cached {
    std::time_t second = -1;
    std::array<char, 40> text{};
  };
  thread_local Cached cached;
  const std::time_t now = std::time(nullptr);
  if (now != cached.second) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    // No locale is ever set by the server, so the names are English.
    std::strftime(cached.text.data(), cached.text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    cached.second = now;
  }
  return cached.text.data();
}

}  // namespace

std::string security_headers(bool is_secure, std::string_view content_security_policy) {
  std::string lines;
  for_each_security_header(is_secure, [&](std::string_view name, std::string_view value) {
    const bool is_other = name == "Content-Security-Policy" && !content_security_policy.empty();
    add_line(lines, name, is_other ? content_security_policy : value);
  });
  return lines;
}

std::string head_of(const Response& response, HeadChoice choice) {
  std::string head;
  head.reserve(1024);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason_of(response.status)).append("\r\n");
  add_line(head, "Date", http_date());
  if (response.status != 304 && !response.is_endless) {
    add_line(head, "Content-Length", std::to_string(response.content().size()));
  }
  if (!response.content_type.empty()) add_line(head, "Content-Type", response.content_type);
  if (!choice.keeps_alive) add_line(head, "Connection", "close");
  head.append(response.headers);
  head.append(security_headers(choice.is_secure, response.content_security_policy));
  head.append("\r\n");
  return head;
}

Response text_response(unsigned status, std::string_view text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.headers = "Cache-Control: no-store\r\n";
  response.body = std::string(text) + "\n";
  return response;
}

Response error_response(unsigned status, const protocol::ErrorCode& code, std::string_view message,
                        std::string_view field) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.headers = "Cache-Control: no-store\r\n";
  protocol::write_http_error(response.body, code, message, field);
  return response;
}

Response method_not_allowed(std::string_view allowed) {
  Response response = text_response(405, "This address does not take that method.");
  add_line(response.headers, "Allow", allowed);
  return response;
}

}  // namespace stollen::net
