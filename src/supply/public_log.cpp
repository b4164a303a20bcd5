#include "supply/public_log.hpp"

#include <ranges>

#include <fmt/format.h>

#include "base/random.hpp"
#include "base/text.hpp"
#include "feed/receipt.hpp"

namespace vitrine::supply {
namespace {

using namespace model::events;

constexpr std::string_view first_line = "vitrine log 1";
const std::array<std::string, 4> topics{"pottery", "football", "baking", "night sky"};

/// A house of 24 videos and 6 viewers, each with a topic of their own.
class InventedHouse {
 public:
  explicit InventedHouse(std::uint64_t seed) : random_(seed) {}

  PublicLog live() {
    for (std::uint64_t n = 0; n < videos; ++n)
      tell(VideoPublished{{.video = model::VideoId{1000 + n},
                           .author = model::AccountId{1 + n % 5},
                           .tags = {topics[n % topics.size()], fmt::format("also{}", n % 3)},
                           .language = "en",
                           .duration_ms = static_cast<std::uint32_t>(5000 + random_.below(20'000))}});
    for (std::uint64_t visit = 0; visit < visits; ++visit) {
      const model::ViewerId viewer{1 + random_.below(viewers)};
      look(viewer);
      const double chance = random_.unit();
      if (chance < 0.15) tell(FollowChanged{viewer, model::AccountId{1 + random_.below(5)}, true});
      if (chance > 0.85) tell(TopicWished{viewer, topics[random_.below(topics.size())], Wish::more});
      if (visit == visits / 2) tell(ViewerReset{viewer});
    }
    out_.digest = model_.digest();
    return std::move(out_);
  }

 private:
  static constexpr std::uint64_t videos = 24, viewers = 6, visits = 24;

  /// A page of six is ranked, kept and watched.
  void look(model::ViewerId viewer) {
    const auto& home = feed::home();
    feed::Query query{.viewer = viewer, .at = tick(), .seed = random_.next(), .count = 6};
    feed::Receipt receipt{.id = model::ReceiptId{1 + random_.below(1ULL << 62)},
                          .policy = home.name,
                          .policy_digest = home.digest(),
                          .base_digest = home.digest(),
                          .settings = {},
                          .log_position = model_.position(),
                          .query = query,
                          .slate = feed::rank(query, model_, home)};
    if (out_.receipts.size() < visits / 2) out_.receipts.push_back(feed::encode(receipt));
    for (const auto& item : receipt.slate.items) watch(viewer, receipt, item);
  }
  void watch(model::ViewerId viewer, const feed::Receipt& receipt, const feed::Item& item) {
    const auto& video = *model_.library().find(item.video.raw());
    Shown shown{.viewer = viewer,
                .video = item.video,
                .author = item.author,
                .receipt = receipt.id,
                .duration_ms = video.duration_ms,
                .position = item.position,
                .source = item.source,
                .propensity = item.propensity,
                .policy = base::read_be(base::ByteView{receipt.policy_digest}.first(8)) >> 1};
    for (const auto tag : video.tags | std::views::take(model::events::shown_tags_max))
      shown.tags.push_back(model::TagId{tag});
    shown.features.assign(item.readings.bytes.begin(), item.readings.bytes.end());
    tell(shown);
    const bool likes = viewer.raw() % topics.size() == item.video.raw() % topics.size();
    const bool finishes = random_.unit() < (likes ? 0.8 : 0.25);
    tell(Watched{.viewer = viewer,
                 .video = item.video,
                 .receipt = receipt.id,
                 .watched_ms = finishes ? video.duration_ms : 800,
                 .finished = finishes,
                 .skipped = !finishes});
    if (finishes && random_.unit() < 0.2) tell(Done{viewer, item.video, Deed::liked});
  }
  template <class What>
  void tell(What what) {
    const model::FeedEvent event{tick(), std::move(what)};
    model_.apply(event, model_.position() + 1);
    out_.events.push_back(model::encode(event));
  }
  model::Instant tick() {
    return model::instant(now_ms_ += 500 + static_cast<std::int64_t>(random_.below(9'000)));
  }

  base::Random random_;
  std::int64_t now_ms_ = 1'790'000'000'000;
  learning::Model model_;
  PublicLog out_;
};

}  // namespace

std::string to_text(const PublicLog& log) {
  std::string out = fmt::format("{}\ndigest {}\n", first_line, base::hex(log.digest));
  for (const auto& event : log.events) out += "event " + base::base64(event) + "\n";
  for (const auto& receipt : log.receipts) out += "receipt " + base::base64(receipt) + "\n";
  return out;
}

base::Result<PublicLog> parse_public_log(std::string_view text) {
  PublicLog log;
  std::size_t number = 0;
  for (; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto value = [&](std::string_view name) { return line.substr(name.size()); };
    bool good = number > 0 || line == first_line;
    if (number > 0 && line.starts_with("digest ")) {
      const auto bytes = base::from_hex(value("digest "));
      good = bytes && bytes->size() == log.digest.size();
      if (good) std::ranges::copy(*bytes, log.digest.begin());
    } else if (number > 0) {
      const bool event = line.starts_with("event "), receipt = line.starts_with("receipt ");
      const auto bytes = base::from_base64(value(event ? "event " : receipt ? "receipt " : ""));
      good = bytes && (event || receipt);
      if (good) (event ? log.events : log.receipts).push_back(*bytes);
    }
    if (!good)
      return base::fail(base::Fault::corrupt_input, "public_log_corrupt",
                        fmt::format("Line {} is not what a log of version 1 has there.", number + 1));
  }
  if (number == 0) return base::fail(base::Fault::corrupt_input, "public_log_corrupt", "The log is empty.");
  return log;
}

PublicLog make_public_log(std::uint64_t seed) { return InventedHouse{seed}.live(); }

}  // namespace vitrine::supply
