// The one thread that talks to the mail server.
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "server/core/clock.hpp"
#include "server/core/log.hpp"
#include "server/mail/html_text.hpp"
#include "server/mail/message.hpp"
#include "server/mail/outbox.hpp"
#include "server/storage/database.hpp"

namespace stollen::mail {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kStoreRest = 10s;

/// What libcurl reads the message from.
struct Upload {
  std::string_view rest;
};

std::size_t read_some(char* into, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const std::size_t taken = upload.rest.copy(into, size * count);
  upload.rest.remove_prefix(taken);
  return taken;
}

int stop_when_asked(void* is_stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::atomic<bool>*>(is_stopping)->load() ? 1 : 0;
}

std::string domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? "localhost" : std::string(address.substr(at + 1));
}

/// Empty: accepted by the mail server. Else what went wrong.
std::string deliver(const Settings& settings, const DueMail& mail, const std::string& title,
                    std::atomic<bool>& is_stopping) {
  const std::string sender(bare_address(settings.from));
  const std::string message = format_message(
      {.from = settings.from,
       .to = mail.to,
       .subject = mail.subject,
       .text = sign_text(mail.text, title),
       .html = mail.html.empty() ? std::string{} : html_page(mail.html, mail.subject, title, mail.locale),
       .locale = mail.locale,
       .calendar = mail.calendar,
       .message_id = fmt::format("{}@{}", mail.id.text(), domain_of(sender)),
       .date_ms = mail.created_at.ms});
  Upload upload{message};
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  if (curl == nullptr) return "no memory for a connection";
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
      curl_slist_append(nullptr, mail.to.c_str()), curl_slist_free_all);
  CURL* const handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, settings.smtp_url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   static_cast<long>(settings.requires_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_some);
  curl_easy_setopt(handle, CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.timeout.count()));
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, stop_when_asked);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &is_stopping);
  if (!settings.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.password.reveal().c_str());
  }
  const CURLcode code = curl_easy_perform(handle);
  return code == CURLE_OK ? std::string{} : curl_easy_strerror(code);
}

}  // namespace

struct Worker::Impl {
  Impl(storage::Database& the_database, const Clock& the_clock, Settings the_settings)
      : database(the_database), clock(the_clock), settings(std::move(the_settings)) {}

  void run() {
    while (!is_stopping) {
      if (deliver_one()) continue;
      std::unique_lock lock(mutex);
      woken.wait_for(lock, pause(), [this] { return has_news || is_stopping; });
      has_news = false;
    }
  }

  /// True: there was one, look again at once.
  bool deliver_one() {
    try {
      std::optional<protocol::Timestamp> due;
      database.read([&](storage::Transaction& tx) { due = next_due_at(tx); });
      if (!due || *due > clock.now()) return false;
      // Whatever cannot be claimed is not sent: a store that takes no writes would not know of it either.
      std::optional<DueMail> mail;
      std::string title;
      database.write([&](storage::Transaction& tx) {
        mail = claim_due(tx, settings);
        if (mail) title = fair_title(settings, tx, mail->locale);
      });
      if (!mail) return false;
      const std::string trouble = deliver(settings, *mail, title, is_stopping);
      if (is_stopping && !trouble.empty()) {
        database.write([&](storage::Transaction& tx) { give_back(tx, *mail); });
        return false;
      }
      // A crash here sends the mail again, with the same Message-ID: at least once.
      database.write([&](storage::Transaction& tx) {
        trouble.empty() ? mark_sent(tx, mail->id) : mark_tried(tx, *mail, settings);
      });
      if (trouble.empty()) {
        log::info("mail.sent", {{"mail", mail->id}, {"tries", mail->tries + 1}});
      } else {
        log::warn("mail.try_failed", {{"mail", mail->id}, {"tries", mail->tries + 1}, {"reason", trouble}});
      }
      return true;
    } catch (const std::exception& error) {
      log::error("mail.outbox_failed", {{"what", error.what()}});
      has_store_failed = true;
      return false;
    }
  }

  /// Until the next mail is due; a minute at most, since the clock may jump.
  std::chrono::milliseconds pause() {
    if (std::exchange(has_store_failed, false)) return kStoreRest;
    std::optional<protocol::Timestamp> due;
    try {
      database.read([&](storage::Transaction& tx) { due = next_due_at(tx); });
    } catch (const std::exception&) {
      return kStoreRest;
    }
    if (!due) return 60s;
    return std::clamp<std::chrono::milliseconds>(std::chrono::milliseconds(due->ms - clock.now().ms), 20ms,
                                                 60s);
  }

  storage::Database& database;
  const Clock& clock;
  const Settings settings;
  std::mutex mutex;
  std::condition_variable woken;
  bool has_news = false;
  bool has_store_failed = false;  ///< of the thread alone
  std::atomic<bool> is_stopping{false};
  std::thread thread;
};

Worker::Worker(storage::Database& database, const Clock& clock, Settings settings)
    : impl_(std::make_unique<Impl>(database, clock, std::move(settings))) {
  if (impl_->settings.smtp_url.empty()) return;
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

Worker::~Worker() {
  stop();
}

void Worker::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->is_stopping = true;
  }
  impl_->woken.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

void Worker::wake() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->has_news = true;
  }
  impl_->woken.notify_all();
}

}  // namespace stollen::mail
