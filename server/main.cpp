// The command line: flags -> settings -> what was asked for.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>

#include "server/app/serve.hpp"
#include "server/app/tools.hpp"
#include "server/app/version.hpp"
#include "server/config/settings.hpp"

namespace {

using namespace stollen;

/// The settings' flags of one subcommand.
struct SettingFlags {
  std::string file;
  config::Texts texts;

  /// `names` empty: all settings.
  void add_to(CLI::App& command, std::initializer_list<std::string_view> names) {
    command.add_option("--config", file, "TOML file with settings (DATA/stollen.toml when it exists)");
    for (const config::Setting& setting : config::all_settings()) {
      const bool is_wanted =
          names.size() == 0 || std::find(names.begin(), names.end(), setting.name) != names.end();
      if (!is_wanted || setting.is_secret())
        continue;  // secrets come by file or environment, never by argument
      command
          .add_option_function<std::string>(
              setting.flag(),
              [this, name = std::string(setting.name)](const std::string& text) { texts[name] = text; },
              std::string(setting.about))
          ->group(std::string(setting.group))
          ->type_name(std::string(setting.unit.empty() ? "" : setting.unit));
    }
  }

  [[nodiscard]] config::Effective load() const {
    std::optional<std::string> chosen;
    if (!file.empty()) {
      chosen = file;
    } else {
      const auto data = texts.find("data");
      const char* variable = std::getenv("STOLLEN_DATA");
      const std::string folder = data != texts.end() ? data->second : variable != nullptr ? variable : "data";
      if (const auto usual = std::filesystem::path(folder) / "stollen.toml"; std::filesystem::exists(usual)) {
        chosen = usual.string();
      }
    }
    auto effective = config::load(chosen, texts);
    if (!effective) throw CLI::RuntimeError(effective.error(), 2);
    return *effective;
  }
};

int run(int argc, char** argv) {
  CLI::App cli{"Stollen: a virtual job fair on your own server."};
  cli.require_subcommand(1);
  cli.footer(
      "A first fair:\n"
      "  stollen check my-fair/                 what is wrong in the folder, line by line\n"
      "  stollen import my-fair/ --data data    read it into the store\n"
      "  stollen user add --email you@example.org --name \"Your Name\" --role organiser\n"
      "  stollen serve --data data              pages, chat and café on http://localhost:8080");
  SettingFlags flags;
  int status = 0;

  auto* serve = cli.add_subcommand("serve", "Serve the fair.");
  flags.add_to(*serve, {});
  serve->callback([&] { status = app::serve(flags.load()); });

  app::ImportRequest import_request;
  auto* import = cli.add_subcommand(
      "import",
      "Read a fair folder into the store: all of it, or nothing when something is wrong. May be repeated.");
  import->add_option("folder", import_request.folder, "The fair folder")->required();
  import->add_flag("--demo", import_request.is_demo,
                   "Also make the demo accounts, with a published password");
  flags.add_to(*import, {"data", "store", "smtp_url"});
  import->callback([&] { status = app::import_folder(flags.load(), import_request); });

  std::string folder;
  auto* check = cli.add_subcommand("check", "Say what is wrong in a fair folder: file, line, column, field.");
  check->add_option("folder", folder, "The fair folder")->required();
  check->callback([&] { status = app::check_folder(folder); });

  auto* user = cli.add_subcommand("user", "People with accounts.");
  user->require_subcommand(1);
  app::UserRequest request;
  const auto add_user_command = [&](const char* name, const char* about) {
    auto* command = user->add_subcommand(name, about);
    flags.add_to(*command, {"data", "store", "hash_memory_kib"});
    return command;
  };
  const auto* roles = "visitor, moderator or organiser";
  auto* user_add = add_user_command("add", "Add a person; the address counts as confirmed.");
  user_add->add_option("--email", request.email, "E-mail address")->required();
  user_add->add_option("--name", request.name, "Display name")->required();
  user_add->add_option("--role", request.role, roles)
      ->check(CLI::IsMember({"visitor", "moderator", "organiser"}))
      ->default_val("visitor");
  user_add->add_option("--password-file", request.password_file,
                       "File with the password (- for standard input); without it one is made and printed");
  user_add->callback([&] { status = app::add_user(flags.load(), request); });
  auto* user_list = add_user_command("list", "List people with their roles.");
  user_list->callback([&] { status = app::list_users(flags.load()); });
  auto* user_role = add_user_command("role", "Give a person another role; open sessions learn of it.");
  user_role->add_option("email", request.email, "E-mail address")->required();
  user_role->add_option("role", request.role, roles)
      ->check(CLI::IsMember({"visitor", "moderator", "organiser"}))
      ->required();
  user_role->callback([&] { status = app::set_user_role(flags.load(), request); });
  auto* user_reset =
      add_user_command("reset-password", "Set a new password and end all sessions of the person.");
  user_reset->add_option("email", request.email, "E-mail address")->required();
  user_reset->add_option("--password-file", request.password_file,
                         "File with the password (- for standard input); without it one is made and printed");
  user_reset->callback([&] { status = app::reset_user_password(flags.load(), request); });

  std::string file;
  auto* backup =
      cli.add_subcommand("backup", "Write a consistent copy of the store, also while the server runs.");
  backup->add_option("file", file, "The copy; must not exist yet")->required();
  flags.add_to(*backup, {"data", "store"});
  backup->callback([&] { status = app::backup(flags.load(), file); });

  app::MoveStoreRequest move_request;
  auto* move = cli.add_subcommand("migrate-store",
                                  "Move a fair between a file and PostgreSQL, while no server runs: copy all "
                                  "of it into an empty store, and "
                                  "compare. Clients go on where they were; the source stays as it is.");
  const auto* address = "sqlite:FILE or postgres://USER@HOST:PORT/DATABASE";
  move->add_option("--from", move_request.from, "Where the fair is")->required()->type_name(address);
  move->add_option("--to", move_request.to, "An empty database, or a file that does not exist")
      ->required()
      ->type_name(address);
  move->footer("Passwords for PostgreSQL are better kept in ~/.pgpass or PGPASSWORD than in an address.");
  move->callback([&] { status = app::migrate_store(move_request); });
  auto* new_epoch = cli.add_subcommand(
      "new-epoch", "After a copy of the store was put in place: tell all clients to start anew.");
  flags.add_to(*new_epoch, {"data", "store"});
  new_epoch->callback([&] { status = app::renew_epoch(flags.load()); });

  bool is_markdown = false;
  auto* show = cli.add_subcommand("config", "Print the effective settings and where each came from.");
  show->add_flag("--markdown", is_markdown, "Print docs/configuration.md instead");
  flags.add_to(*show, {});
  show->callback([&] { std::cout << (is_markdown ? config::markdown() : config::describe(flags.load())); });

  auto* version = cli.add_subcommand("version", "Print version, commit and compiler.");
  version->callback([] { std::cout << app::version_text() << '\n'; });

  try {
    cli.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    std::cerr << "stollen: " << error.what() << '\n';
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "stollen: " << error.what() << '\n';
    return 1;
  }
}
