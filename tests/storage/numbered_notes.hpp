#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "server/storage/database.hpp"
#include "tests/support/catch.hpp"

namespace stollen::tests {

/// A table of notes that have a number and nothing else.
inline const std::vector<storage::Migration> kNumberedNotes{
    {"notes", 1, "CREATE TABLE note (number BIGINT PRIMARY KEY);"}};

/// `on_work` is called when the note has been written, `on_done` when it is committed.
inline void submit_note(storage::Database& database, int number, std::function<void()> on_work,
                        std::function<void()> on_done) {
  storage::WriteUnit unit;
  unit.work = [number, on_work = std::move(on_work)](storage::Transaction& tx) {
    tx.run("INSERT INTO note (number) VALUES ($1)", number);
    on_work();
    return true;
  };
  unit.done = [on_done = std::move(on_done)](storage::WriteOutcome outcome, storage::Effects&&) {
    if (outcome == storage::WriteOutcome::committed) on_done();
  };
  REQUIRE(database.submit(std::move(unit)));
}

}  // namespace stollen::tests
