#include "tests/support/test_redis.hpp"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <stdexcept>
#include <utility>

#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

void append(std::string& text, const redisReply& reply) {
  for (std::size_t i = 0; i < reply.elements; ++i) append(text, *reply.element[i]);
  if (reply.type == REDIS_REPLY_INTEGER) text += std::to_string(reply.integer) + "\n";
  if (reply.str != nullptr) text.append(reply.str, reply.len).push_back('\n');
}

}  // namespace

TestRedis::TestRedis(std::vector<std::string> options) : options_(std::move(options)) {
  start();
}

TestRedis::~TestRedis() {
  if (process_ > 0) kill();
}

void TestRedis::start() {
  std::vector<std::string> words{
      "redis-server", "--port", "0",     "--unixsocket",          socket(),      "--save", "",
      "--appendonly", "no",     "--dir", folder_.path().string(), "--daemonize", "no"};
  words.insert(words.end(), options_.begin(), options_.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::string log = (folder_.path() / "log").string();
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  wait_until([this] {
    if (waitpid(process_, nullptr, WNOHANG) == process_) throw std::runtime_error("no redis-server");
    // Who is not let in has got an answer, too.
    return !try_to_ask({"PING"}).empty();
  });
}

void TestRedis::kill() {
  ::kill(process_, SIGKILL);
  waitpid(std::exchange(process_, -1), nullptr, 0);
}

void TestRedis::pause() {
  ::kill(process_, SIGSTOP);
}
void TestRedis::resume() {
  ::kill(process_, SIGCONT);
}

std::string TestRedis::try_to_ask(std::initializer_list<std::string_view> words) const {
  const std::unique_ptr<redisContext, void (*)(redisContext*)> context(redisConnectUnix(socket().c_str()),
                                                                       &redisFree);
  if (context == nullptr || context->err != 0) return {};
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string_view word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  const std::unique_ptr<redisReply, void (*)(redisReply*)> reply(
      static_cast<redisReply*>(
          redisCommandArgv(context.get(), static_cast<int>(texts.size()), texts.data(), sizes.data())),
      [](redisReply* owned) { freeReplyObject(owned); });
  std::string text;
  if (reply != nullptr) append(text, *reply);
  return text;
}

std::string TestRedis::ask(std::initializer_list<std::string_view> words) const {
  std::string text = try_to_ask(words);
  if (text.empty()) throw std::runtime_error("Redis does not answer");
  return text;
}

void TestRedis::publish(std::string_view channel, std::string_view message) const {
  static_cast<void>(ask({"PUBLISH", channel, message}));
}

int TestRedis::listeners(std::string_view channel) const {
  const std::string answer = ask({"PUBSUB", "NUMSUB", channel});
  return std::stoi(answer.substr(answer.find('\n') + 1));
}

}  // namespace stollen::tests
