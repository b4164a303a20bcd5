// Real recordings and hostile files, when there are some: VITRINE_SHARED names a folder with media/ and
// data/trust/hostile/. Clips of up to a second go all the way through; VITRINE_CORPUS=full takes all of them.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "adapters/ffmpeg/converter.hpp"
#include "media/container.hpp"

namespace vitrine::adapters::ffmpeg::corpus_test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_under(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() != ".md") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string read(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Places, makers and programs that the corpus is known to name.
void check_says_nothing(const fs::path& file) {
  const auto bytes = read(file);
  for (const char* word :
       {"+51.5932", "ISO6709", "com.apple", "Core Media", "Lavf", "x264 - core", "x265 (build"})
    CHECK_MESSAGE(bytes.find(word) == std::string::npos, file.filename().string() << " says " << word);
}

void check_made(const media::Finished& finished, const media::Inspected& about) {
  const auto& made = finished.processed;
  // Between unequal pictures the encoder guesses how long the last one lasts: as long as the one before it.
  CHECK(std::abs((made.duration - about.duration).count()) <= 350 + about.duration.count() / 20);
  for (const auto& rung : made.rungs) {
    CHECK(rung.codecs.starts_with("avc1."));
    check_says_nothing(rung.file);
  }
  for (const auto& file : {made.mp4, made.poster, made.preview}) check_says_nothing(file);
  CHECK(fs::file_size(made.poster) <= 15'000);
  CHECK(made.thumbhash.size() <= 25);
  const bool square = about.video.width == about.video.height;
  const bool lying = (about.video.width > about.video.height) == (about.video.turn.quarters % 2 == 0);
  if (!square && about.video.width > about.video.height * 2) CHECK((made.width > made.height) == lying);
}

}  // namespace

TEST_CASE("corpus: every file comes out right or is refused in one sentence") {
  const char* shared = std::getenv("VITRINE_SHARED");
  if (shared == nullptr) return;
  const char* how_much = std::getenv("VITRINE_CORPUS");
  const bool full = how_much != nullptr && std::string_view{how_much} == "full";
  auto converter = make_converter(Confinement::bubblewrap);
  REQUIRE_MESSAGE(converter, converter.error().detail);
  const auto root = fs::temp_directory_path() / ("vitrine-corpus-" + std::to_string(::getpid()));
  media::Processor processor{{**converter, root}};
  int made = 0, refused = 0;
  for (const char* folder : {"media", "data/trust/hostile"}) {
    for (const auto& file : files_under(fs::path{shared} / folder)) {
      CAPTURE(file.string());
      auto opened = media::FileSource::open(file);
      REQUIRE(opened);
      const auto about = media::inspect(*opened, {});
      if (about && about->duration.count() > 1100 && !full) continue;
      const auto finished = processor.process({model::VideoId{1}, file, model::Millis{0}}, {});
      if (finished) {
        ++made;
        check_made(*finished, *about);
      } else {
        ++refused;
        CHECK(finished.error().fault != base::Fault::not_available);
        CHECK(finished.error().detail.ends_with('.'));
      }
    }
  }
  MESSAGE(made << " made, " << refused << " refused");
  CHECK(fs::is_empty(root));
  fs::remove_all(root);
}

}  // namespace vitrine::adapters::ffmpeg::corpus_test
