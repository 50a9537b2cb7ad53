#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "protocol/cpp/timestamp.hpp"
#include "server/features/account/account.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/cafe/cafe.hpp"
#include "server/features/conversation/conversation.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/slot.hpp"
#include "server/import/csv.hpp"

namespace stollen::import {

/// A picture of the fair: its address is made from its content, so that a changed file is a new address.
struct MediaFile {
  std::string name;  ///< below /media/, such as `3f…a1.svg`
  std::string content;
};

/// A fair folder, read and checked; docs/fair-folder.md describes the files. Rows name halls and booths by
/// slug, since their ids are known to the store only.
struct FairFolder {
  struct Booth {
    booth::BoothImport row;
    std::string hall;
  };
  struct Job {
    booth::JobImport row;
    std::string booth;
  };
  struct Staff {
    account::StaffImport row;
    std::string booth;
  };

  struct Slot {
    slot::PlannedTime row;
    std::string booth;
    std::string email;
  };

  fair::FairImport fair;
  std::vector<Booth> booths;
  std::vector<Job> jobs;
  std::vector<Staff> staff;
  std::vector<Slot> slots;
  std::vector<cafe::TableImport> tables;
  std::vector<conversation::RoomImport> rooms;
  std::vector<account::PersonImport> accounts;  ///< for the demo only
  std::vector<MediaFile> media;
};

/// Reads a folder. Everything that is wrong is appended to `faults`; with faults the result must not be
/// used. `now`: what relative dates are relative to.
FairFolder read_fair_folder(const std::filesystem::path& folder, protocol::Timestamp now,
                            std::vector<Fault>& faults);

}  // namespace stollen::import
