#pragma once
// Everything below the network: the data folder, the record, its stores and the services over them, put
// together in the order of the arrows. For every command that works on a data folder; `serve` builds the
// house on it (wiring.hpp). Members are references to each other: it never moves.
#include <filesystem>
#include <memory>

#include "accounts/accounts.hpp"
#include "accounts/apps.hpp"
#include "accounts/finding.hpp"
#include "accounts/passkeys.hpp"
#include "accounts/throttle.hpp"
#include "adapters/crypto/argon2_hasher.hpp"
#include "adapters/crypto/breached_list.hpp"
#include "adapters/crypto/signature_checker.hpp"
#include "adapters/crypto/xchacha_sealer.hpp"
#include "adapters/sql/account_keys.hpp"
#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/accounts_store_names.hpp"
#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/catalog_store_feed.hpp"
#include "adapters/sql/catalog_store_playlists.hpp"
#include "adapters/sql/catalog_store_remixes.hpp"
#include "adapters/sql/catalog_store_schedule.hpp"
#include "adapters/sql/catalog_store_search.hpp"
#include "adapters/sql/catalog_store_sounds.hpp"
#include "adapters/sql/house_settings.hpp"
#include "adapters/sql/house_store.hpp"
#include "adapters/sql/job_queue.hpp"
#include "adapters/sql/personal_rows.hpp"
#include "adapters/sql/privacy_store.hpp"
#include "adapters/sql/safety_store.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/supply_store.hpp"
#include "adapters/sql/takeout_store.hpp"
#include "adapters/sql/transparency_store.hpp"
#include "adapters/system/kernel_rng.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/settings.hpp"
#include "catalog/people.hpp"
#include "ports/ids.hpp"
#include "safety/reports.hpp"
#include "social/comments.hpp"
#include "social/conversations.hpp"
#include "social/family.hpp"
#include "social/notifications.hpp"
#include "social/reactions.hpp"
#include "social/relations.hpp"
#include "transparency/openings.hpp"

namespace vitrine::app {

/// Which accounts handles stand for, as social asks it.
class PeopleOfAccounts final : public social::People {
 public:
  explicit PeopleOfAccounts(accounts::AccountStore& accounts) : people_(accounts) {}
  base::Result<std::vector<model::AccountId>> by_handles(ports::Transaction& tx,
                                                         std::span<const std::string> handles) override {
    return people_.by_handles(tx, handles);
  }

 private:
  catalog::PeopleOfAccounts people_;
};

/// Who of the accounts has a key, as transparency asks it.
class StaffOfAccounts final : public transparency::Staff {
 public:
  explicit StaffOfAccounts(accounts::AccountStore& accounts) : accounts_(accounts) {}
  base::Result<std::vector<model::AccountId>> everybody(ports::Transaction& tx) override {
    constexpr int staff_max = 1000;
    return accounts_.staff(tx, staff_max);
  }

 private:
  accounts::AccountStore& accounts_;
};

/// DIR and the key that lies in it. One server a folder: the lock ends with the process, however it ends.
class DataFolder {
 public:
  /// Makes the folder (mode 0700) and its key at need. Errors: not_available "data_folder".
  static base::Result<DataFolder> open(const std::filesystem::path& path);
  /// Errors: conflict "data_folder_in_use".
  base::Result<void> lock();

  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  /// A key of its own for each purpose, from the one in the file `secret`.
  [[nodiscard]] base::Digest key(std::string_view purpose) const;

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

 private:
  DataFolder(std::filesystem::path path, base::Digest secret) : path_(std::move(path)), secret_(secret) {}
  std::filesystem::path path_;
  base::Digest secret_;
  int lock_ = -1;
};

struct Foundation {
  /// Opens the record and the keys of accounts, and brings the schema up to date.
  /// Errors: conflict "keys_absent" when there were keys and they are gone.
  static base::Result<std::unique_ptr<Foundation>> open(const Settings& settings);
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;

  Settings settings;
  DataFolder folder;
  system::SystemClock clock = {};
  system::KernelRng rng = {};
  ports::Ids ids{clock, rng};
  crypto::XChaChaSealer key_wrapper{folder.key("keys of accounts"), rng};
  std::unique_ptr<sql::AccountKeys> keys = {};  ///< of accounts: what their sealed columns are read with
  std::unique_ptr<sql::SqlRecord> record = {};

  sql::AccountStore account_rows = {};
  sql::SessionStore session_rows = {};
  sql::InviteStore invite_rows = {};
  sql::SecondFactorStore second_factor_rows = {};
  sql::PasskeyStore passkey_rows = {};
  sql::AppStore app_rows = {};
  sql::HouseSettings house_rows = {};
  sql::IdempotencyAnswers idempotency_rows = {};
  sql::VideoStore video_rows = {};
  sql::UploadStore upload_rows = {};
  sql::ScheduleStore schedule_rows = {};
  sql::PlaylistStore playlist_rows = {};
  sql::SoundStore sound_rows = {};
  sql::RemixStore remix_rows = {};
  sql::FeedCatalog feed_catalog = {};
  sql::SearchIndex search_index = {};
  sql::NameIndex name_index = {};
  sql::ReceiptStore receipt_rows = {};
  sql::ChoiceStore choice_rows = {};
  sql::PolicyStore policy_rows = {};
  sql::FigureStore figure_rows = {};
  sql::RelationStore relation_rows = {};
  sql::ReactionStore reaction_rows = {};
  sql::CommentStore comment_rows = {};
  sql::NotificationStore notification_rows = {};
  sql::ConversationStore conversation_rows = {};
  sql::FamilyStore family_rows = {};
  sql::PushStore push_rows = {};
  sql::ReportStore report_rows = {};
  sql::OpeningStore opening_rows = {};
  sql::LeavingStore leaving_rows = {};
  sql::PersonalRows personal_rows = {};
  sql::FarewellStore farewell_rows = {};
  sql::ExportStore export_rows = {};
  sql::ImportStore import_rows = {};
  sql::JobQueue jobs{{.clock = clock, .ids = ids}};

  crypto::Argon2Hasher hasher{};
  std::optional<crypto::BreachedList> breached = {};
  crypto::XChaChaSealer sealer{folder.key("sealed values"), rng};
  accounts::Throttle throttle{rng};
  accounts::SecondFactor second_factor{
      {.rows = second_factor_rows, .sealer = sealer, .throttle = throttle, .clock = clock, .rng = rng}};
  crypto::SignatureChecker signature_checker = {};
  accounts::Passkeys passkeys{
      {.rows = passkey_rows, .checker = signature_checker, .clock = clock, .ids = ids, .rng = rng}};
  accounts::Accounts accounts{{.accounts = account_rows,
                               .sessions = session_rows,
                               .invites = invite_rows,
                               .settings = house_rows,
                               .hasher = hasher,
                               .throttle = throttle,
                               .second_factor = second_factor,
                               .clock = clock,
                               .ids = ids,
                               .rng = rng,
                               .breached = breached ? &*breached : nullptr,
                               .apps = &app_rows}};
  accounts::Apps apps{{.rows = app_rows, .clock = clock, .ids = ids, .rng = rng}};
  accounts::Finding people_finding{{.names = name_index}};
  PeopleOfAccounts social_people{account_rows};
  catalog::PeopleOfAccounts catalog_people{account_rows};
  social::Relations relations{{.relations = relation_rows,
                               .notifications = notification_rows,
                               .clock = clock,
                               .accounts = &account_rows}};
  social::Reactions reactions{{.reactions = reaction_rows, .clock = clock}};
  social::Comments comments{{.comments = comment_rows,
                             .relations = relation_rows,
                             .notifications = notification_rows,
                             .people = social_people,
                             .clock = clock,
                             .ids = ids}};
  social::Notifications notifications{{.notifications = notification_rows,
                                       .relations = relation_rows,
                                       .reactions = reaction_rows,
                                       .comments = comment_rows,
                                       .clock = clock,
                                       .ids = ids}};
  social::Family family{{.rows = family_rows, .throttle = throttle, .clock = clock, .rng = rng}};
  social::Conversations conversations{{.rows = conversation_rows,
                                       .relations = relation_rows,
                                       .family = family_rows,
                                       .clock = clock,
                                       .ids = ids}};
  safety::Reports reports{{.reports = report_rows, .clock = clock, .ids = ids}};
  StaffOfAccounts staff{account_rows};
  transparency::Openings openings{{.rows = opening_rows, .staff = staff, .clock = clock, .ids = ids}};

 private:
  base::Result<void> check_keys(bool were_there);
  Foundation(const Settings& with, DataFolder in, std::optional<crypto::BreachedList> list)
      : settings(with), folder(std::move(in)), breached(std::move(list)) {}
};

}  // namespace vitrine::app
