#include "server/net/http_reader.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace stollen::net {

namespace http = boost::beast::http;

namespace {

// A chunk's size line or a trailer that has not ended yet.
constexpr std::size_t kLongestChunkLine = 1024;

// Lines end in CRLF and nothing else, no line is a continuation, no NUL anywhere: what one server
// takes for a line end and another does not is how requests are smuggled.
bool is_clean_head(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == '\0') return false;
    if (c == '\r' && (i + 1 == head.size() || head[i + 1] != '\n')) return false;
    if (c != '\n') continue;
    if (i == 0 || head[i - 1] != '\r') return false;
    if (i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t')) return false;
  }
  return true;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Headers that decide something must not come twice: which one counts is a matter of taste.
constexpr std::array<std::string_view, 9> kSingleHeaders{
    "host",   "content-length",    "transfer-encoding",     "content-type",   "origin",
    "expect", "sec-websocket-key", "sec-websocket-version", "idempotency-key"};

// Empty when sound.
std::string_view fault_of(const HttpRequest& request) {
  for (const std::string_view name : kSingleHeaders) {
    if (request.count_headers(name) > 1) return "A header that decides came twice.";
  }
  if (request.version >= 11 && !request.has_header("host")) return "Host is missing.";
  const std::string_view coding = request.header("transfer-encoding");
  if (request.has_header("transfer-encoding")) {
    if (request.has_header("content-length")) return "Content-Length and Transfer-Encoding.";
    if (request.version < 11) return "Transfer-Encoding is not part of HTTP/1.0.";
    if (!equals_without_case(coding, "chunked")) return "Transfer-Encoding must be chunked.";
  }
  if (request.has_header("content-length") && !is_number(request.header("content-length"))) {
    return "Content-Length must be one number.";
  }
  return {};
}

// Splits the target into host, path and query; false when it is not for this server.
bool split_target(std::string_view target, HttpRequest& request) {
  request.host = request.header("host");
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t slash = std::min(target.find('/'), target.size());
    request.host = target.substr(0, slash);
    target.remove_prefix(slash);
    if (target.empty()) target = "/";
    break;
  }
  if (!target.starts_with('/')) return false;
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  return true;
}

}  // namespace

struct HttpReader::Parser {
  http::request_parser<http::string_body> beast;
};

HttpReader::HttpReader(Limits limits) : limits_(limits) {}
HttpReader::~HttpReader() = default;

void HttpReader::next() {
  phase_ = Phase::head;
  searched_ = 0;
  parser_.reset();
  request_ = {};
}

HttpReader::Step HttpReader::refuse(unsigned status, std::string_view reason) {
  refusal_ = {status, reason};
  return Step::refused;
}

HttpReader::Step HttpReader::advance(std::string& bytes) {
  if (phase_ == Phase::head) return read_head(bytes);
  if (phase_ == Phase::body) return read_body(bytes);
  return Step::complete;
}

HttpReader::Step HttpReader::read_head(std::string& bytes) {
  if (searched_ == 0) {
    // RFC 9112 2.2: empty lines before the request are left over by old clients. All of them go, since one
    // alone would make what is read depend on where the network cuts.
    std::size_t blank = 0;
    while (std::string_view(bytes).substr(blank).starts_with("\r\n")) blank += 2;
    bytes.erase(0, blank);
    if (bytes.empty() || bytes == "\r") return Step::need_more;
  }
  const std::size_t end = bytes.find("\r\n\r\n", searched_);
  if (end == std::string::npos) {
    searched_ = bytes.size() < 3 ? 0 : bytes.size() - 3;
    if (bytes.size() >= limits_.head_bytes) return refuse(431, "The request's head is too large.");
    return Step::need_more;
  }
  const std::size_t size = end + 4;
  if (size > limits_.head_bytes) return refuse(431, "The request's head is too large.");
  if (!is_clean_head(std::string_view(bytes).substr(0, size))) {
    return refuse(400, "The request's head is malformed.");
  }
  parser_ = std::make_unique<Parser>();
  parser_->beast.header_limit(static_cast<std::uint32_t>(limits_.head_bytes));
  parser_->beast.body_limit(boost::none);  // what is allowed depends on the head
  boost::system::error_code error;
  const std::size_t used = parser_->beast.put(boost::asio::buffer(bytes.data(), size), error);
  bytes.erase(0, used);
  if (error || !parser_->beast.is_header_done()) {
    return refuse(400, "The request's head is malformed.");
  }
  return take_head();
}

HttpReader::Step HttpReader::take_head() {
  const auto& message = parser_->beast.get();
  const auto text = [](boost::beast::string_view view) { return std::string(view.data(), view.size()); };
  request_.method = text(message.method_string());
  request_.version = message.version();
  if (request_.version != 10 && request_.version != 11) {
    return refuse(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
  }
  for (const auto& field : message) {
    request_.headers.push_back({text(field.name_string()), text(field.value())});
  }
  if (const std::string_view fault = fault_of(request_); !fault.empty()) return refuse(400, fault);
  if (!split_target(text(message.target()), request_)) {
    return refuse(400, "The request's target must be a path.");
  }
  // HTTP/1.0 is answered and closed: nobody needs more of it.
  request_.keeps_alive = request_.version == 11 && message.keep_alive();
  request_.has_body = !parser_->beast.is_done();
  parser_->beast.eager(true);
  allow_body(limits_.body_bytes);
  phase_ = Phase::body;
  return Step::head;
}

void HttpReader::allow_body(std::size_t bytes) {
  allowed_body_ = bytes;
  parser_->beast.body_limit(bytes);
}

bool HttpReader::allows_announced_body() const {
  const auto announced = parser_->beast.content_length();
  return !announced || *announced <= allowed_body_;
}

HttpReader::Step HttpReader::read_body(std::string& bytes) {
  auto& parser = parser_->beast;
  if (!allows_announced_body()) return refuse(413, "The request's body is too large.");
  while (!parser.is_done()) {
    if (bytes.empty()) return Step::need_more;
    boost::system::error_code error;
    const std::size_t used = parser.put(boost::asio::buffer(bytes), error);
    bytes.erase(0, used);
    if (error == http::error::body_limit) return refuse(413, "The request's body is too large.");
    if (error == http::error::need_more) {
      if (bytes.size() > kLongestChunkLine) return refuse(400, "A chunk's head is too long.");
      return Step::need_more;
    }
    if (error) return refuse(400, "The request's body is malformed.");
  }
  request_.body = std::move(parser.get().body());
  phase_ = Phase::done;
  return Step::complete;
}

}  // namespace stollen::net
