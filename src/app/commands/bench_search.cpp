// `vitrine bench search`: a record with many videos whose titles are made of words as a language has them
// (few frequent, many rare; German and English endings; compounds; #tags), and what people would type to find
// them: DIR/bench-questions.txt, a line each. tools/bench.py asks the running server; here the same questions
// are asked of the services themselves, so that the time of HTTP and rendering can be told from the rest.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "app/commands/bench_search.hpp"
#include "app/foundation.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "catalog/search.hpp"
#include "catalog/tags.hpp"
#include "http/relations_of_social.hpp"

namespace vitrine::app {
namespace {
using base::Result;
using ports::Transaction;

constexpr int batch = 500;
constexpr std::size_t words_count = 40'000;
constexpr int questions_count = 2'000;

/// Words by rank: word k comes about 1/k as often as the first (Zipf).
class Tongue {
 public:
  explicit Tongue(std::uint64_t seed) : random_(seed) {
    for (std::size_t i = 0; i < words_count; ++i) words_.push_back(make());
  }
  const std::string& word() {
    const double rank = std::exp(random_.unit() * std::log(static_cast<double>(words_count)));
    return words_[std::min(words_count - 1, static_cast<std::size_t>(rank) - 1)];
  }
  base::Random& random() { return random_; }

 private:
  std::string make() {
    constexpr std::array heads{"b", "br", "d", "f", "g",  "gr",  "h", "k",  "kl", "l", "m",
                               "n", "p",  "r", "s", "st", "sch", "t", "tr", "v",  "w", "z"};
    constexpr std::array middles{"a", "e", "i", "o", "u", "ei", "au", "ie", "ä", "ö", "ü", "ee"};
    constexpr std::array tails{"", "", "n", "r", "l", "t", "st", "ng", "ck", "m", "rn"};
    constexpr std::array ends{"", "", "", "s", "en", "er", "ing", "ung", "e", "ed"};
    const auto pick = [&](const auto& list) { return std::string{list[random_.below(list.size())]}; };
    std::string word;
    for (auto syllables = 1 + random_.below(3); syllables > 0; --syllables)
      word += pick(heads) + pick(middles) + pick(tails);
    return word + pick(ends);
  }
  base::Random random_;
  std::vector<std::string> words_;
};

catalog::Video video_of(int number, int videos, model::AccountId author, Foundation& f, Tongue& tongue) {
  auto& random = tongue.random();
  catalog::Video video{.id = f.ids.unguessable<model::VideoId>(), .author = author};
  for (auto words = 3 + random.below(5); words > 0; --words)
    video.title += tongue.word() + (words > 1 ? " " : "");
  for (auto words = 5 + random.below(20); words > 0; --words) video.description += tongue.word() + " ";
  for (auto tags = random.below(4); tags > 0; --tags) video.description += "#" + tongue.word() + " ";
  video.tags = catalog::find_tags_and_mentions(video.description).tags;
  video.language = random.below(2) == 0 ? "de" : "en";
  video.duration_ms = static_cast<std::int64_t>(5'000 + random.below(170'000));
  video.width = 720;
  video.height = 1280;
  video.state = model::VideoState::ready;
  const auto age = std::chrono::minutes{365LL * 24 * 60} * number / videos;
  video.published_at = f.clock.now() - std::chrono::minutes{1} - age;
  video.created_at = *video.published_at;
  return video;
}

/// One slip, in the middle of a word.
std::string mistyped(std::string word, base::Random& random) {
  if (word.size() < 5) return word;
  const auto at = 1 + random.below(word.size() - 2);
  if (random.below(2) == 0) word.erase(at, 1);
  else std::swap(word[at], word[at + 1]);
  return word;
}

/// One to three words of one video's title, so there is something to find; some with a slip.
std::vector<std::string> questions(const std::vector<std::string>& titles, base::Random& random) {
  std::vector<std::string> list;
  for (int i = 0; i < questions_count; ++i) {
    const auto words = base::split(titles[random.below(titles.size())], ' ');
    const auto first = random.below(words.size());
    const auto count = std::min<std::size_t>(1 + random.below(3), words.size() - first);
    std::string text;
    for (std::size_t k = first; k < first + count; ++k) {
      std::string word{words[k]};
      if (random.below(5) == 0) word = mistyped(std::move(word), random);
      text += (text.empty() ? "" : " ") + word;
    }
    list.push_back(std::move(text));
  }
  return list;
}

Result<std::vector<std::string>> fill(Foundation& f, int videos) {
  Tongue tongue{7};
  std::vector<std::string> titles;
  std::vector<model::AccountId> creators;
  TRY_LET(const auto secret, f.accounts.prepare({"keeper", "Keeper", "measured-twice-7"}));
  const auto moved_in = f.record->write([&](Transaction& tx) -> Result<void> {
    creators.clear();
    TRY(f.accounts.set_up(tx, secret, "Bench"));
    for (int i = 0; i < std::max(1, videos / 50); ++i) {
      const auto handle = fmt::format("creator{}", i);
      TRY_LET(const auto account,
              f.accounts.sign_up(tx, {handle, tongue.word() + " " + tongue.word(), secret.password_hash},
                                 std::nullopt));
      creators.push_back(account.id);
    }
    return {};
  });
  TRY(moved_in);
  const auto began = std::chrono::steady_clock::now();
  for (int first = 0; first < videos; first += batch) {
    std::vector<catalog::Video> made;
    for (int i = first; i < std::min(first + batch, videos); ++i) {
      made.push_back(video_of(i, videos, creators[static_cast<std::size_t>(i) % creators.size()], f, tongue));
      titles.push_back(made.back().title);
    }
    const auto entered = f.record->write([&](Transaction& tx) -> Result<void> {
      for (const auto& video : made) TRY(f.video_rows.insert(tx, video));
      return {};
    });
    TRY(entered);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%d videos entered in %.1f s, %.2f ms each\n", videos, took.count(),
              took.count() * 1000 / videos);
  auto list = questions(titles, tongue.random());
  std::ofstream out{f.folder / "bench-questions.txt"};
  for (const auto& text : list) out << text << '\n';
  return list;
}

double cpu_ms() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// Asks everything once and says what half, 95 of a hundred and the slowest took.
template <class Ask>
Result<void> measure(const char* what, const std::vector<std::string>& texts, Ask ask) {
  std::vector<double> wall, cpu;
  std::size_t answers = 0;
  for (const auto& text : texts) {
    const double cpu_before = cpu_ms();
    const auto before = std::chrono::steady_clock::now();
    TRY_LET(const std::size_t found, ask(text));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
    wall.push_back(took.count());
    cpu.push_back(cpu_ms() - cpu_before);
    answers += found;
  }
  std::ranges::sort(wall);
  std::ranges::sort(cpu);
  const auto share = [](const std::vector<double>& list, double part) {
    return list[static_cast<std::size_t>(part * static_cast<double>(list.size() - 1))];
  };
  std::printf(
      "%-12s %zu asked, %.1f answers each: p50 %.2f ms, p95 %.2f ms, slowest %.2f ms (processor p95 %.2f "
      "ms)\n",
      what, texts.size(), static_cast<double>(answers) / static_cast<double>(texts.size()), share(wall, 0.5),
      share(wall, 0.95), wall.back(), share(cpu, 0.95));
  return {};
}

/// What is asked while somebody types: every beginning of two letters and more.
std::vector<std::string> beginnings(const std::vector<std::string>& texts) {
  std::vector<std::string> list;
  constexpr std::size_t some = 300;
  for (std::size_t i = 0; i < std::min(some, texts.size()); ++i)
    for (std::size_t letters = 1; letters <= texts[i].size(); ++letters) {
      const bool whole =
          letters == texts[i].size() || (static_cast<unsigned char>(texts[i][letters]) & 0xc0) != 0x80;
      if (whole) list.push_back(texts[i].substr(0, letters));
    }
  return list;
}
}  // namespace

Result<void> bench_search(const Settings& settings, int videos) {
  TRY_LET(auto foundation, Foundation::open(settings));
  auto& f = *foundation;
  TRY_LET(const auto texts, fill(f, videos));
  http::RelationsOfSocial relations{f.relation_rows};
  catalog::Videos shown{{.videos = f.video_rows,
                         .uploads = f.upload_rows,
                         .relations = relations,
                         .people = f.catalog_people,
                         .jobs = f.jobs,
                         .clock = f.clock}};
  catalog::Search search{{.index = f.search_index, .videos = shown, .watched = [](auto ids) {
                            return std::vector<catalog::Search::Watched>(ids.size());
                          }}};
  const auto find = [&](const std::string& text) {
    return f.record->read([&](Transaction& tx) -> Result<std::size_t> {
      TRY_LET(const auto answer, search.find(tx, {}, {.text = text, .count = 24, .at = f.clock.now()}));
      return answer.videos.size();
    });
  };
  TRY(measure("warming up", {texts.begin(), texts.begin() + 50}, find));
  TRY(measure("results", texts, find));
  return measure("suggestions", beginnings(texts), [&](const std::string& text) {
    return f.record->read([&](Transaction& tx) -> Result<std::size_t> {
      TRY_LET(const auto list, search.suggest(tx, text, 8));
      TRY_LET(const auto people, f.people_finding.people(tx, text, 3));
      return list.size() + people.size();
    });
  });
}

}  // namespace vitrine::app
