// Sounds made, worn and compared as the pipeline does it: ffmpeg in the sandbox, then catalog/print.hpp. The
// figures of docs/sounds.md are what this prints.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "adapters/ffmpeg/converter.hpp"
#include "adapters/ffmpeg/sandbox.hpp"
#include "catalog/print.hpp"

namespace vitrine::print_test {
using namespace vitrine::adapters::ffmpeg;
using catalog::Print;
namespace fs = std::filesystem;

namespace {
/// Three notes a second out of two octaves, with an overtone; `step` and `start` make the tune.
std::string melody(int step, int start) {
  const auto tone = fmt::format("220*pow(2\\,mod(floor(t*3)*{}+{}+floor(t/4)*5\\,25)/12)", step, start);
  return fmt::format("aevalsrc=0.4*sin(2*PI*t*{0})+0.2*sin(4*PI*t*{0}):s=44100:d=20", tone);
}
/// Syllables of noise, as loud as somebody who talks quietly over it.
constexpr std::string_view talk =
    "anoisesrc=color=pink:seed=5:r=44100:d=20,highpass=f=250,lowpass=f=3000,tremolo=f=4:d=0.9";

struct Fixture {
  fs::path root = fs::temp_directory_path() / ("vitrine-print-" + std::to_string(::getpid()));
  Confinement confinement =
      Sandbox::open(Confinement::bubblewrap) ? Confinement::bubblewrap : Confinement::none_i_understand;
  Sandbox sandbox = *Sandbox::open(confinement);
  std::unique_ptr<media::Converter> converter = *make_converter(confinement);
  int made = 0;

  Fixture() { fs::create_directories(root); }
  ~Fixture() { fs::remove_all(root); }

  /// What lavfi's graph sounds like, encoded and printed as a clip's sound is.
  Print print(const std::string& graph, const std::string& bits = "96k") {
    const auto name = fmt::format("{}.m4a", ++made);
    Run run;
    run.arguments = {"-nostdin", "-v",   "error", "-y",   "-f", "lavfi",       "-i",
                     graph,      "-c:a", "aac",   "-b:a", bits, "/out/" + name};
    run.output = root;
    run.cpu_seconds_max = 9;
    const auto outcome = sandbox.run(run, {});
    REQUIRE(outcome);
    REQUIRE_MESSAGE(outcome->end == End::finished, outcome->errors);
    const auto print = converter->print(root / name, root / "print", {});
    if (!print) FAIL(print.error().detail);
    return *print;
  }
};

std::string with(const std::string& sound, std::string_view under, double db) {
  return fmt::format("{}[a];{},volume={}dB[b];[a][b]amix=inputs=2:duration=first:normalize=0", sound, under,
                     db);
}

void tell(const char* what, const Print& first, const Print& second) {
  const auto match = catalog::same_sound(first, second);
  MESSAGE(what << ": "
               << (match ? fmt::format("the same, {:.3f} of the bits differ, {} items in common, at {}",
                                       match->error, match->overlap, match->offset)
                         : std::string{"not the same"}));
}
}  // namespace

TEST_CASE_FIXTURE(Fixture, "print: a sound is the same cut, encoded anew, quieter, and under talk or noise") {
  const auto tune = melody(7, 3);
  const auto original = print(tune);
  CHECK(original.size() > 130);
  const std::pair<const char*, Print> worn[] = {
      {"32 kbit/s", print(tune, "32k")},
      {"192 kbit/s", print(tune, "192k")},
      {"12 dB quieter", print(tune + ",volume=-12dB")},
      {"seven seconds cut off", print(tune + ",atrim=start=7.05,asetpts=PTS-STARTPTS")},
      {"eight seconds of it, 48 kbit/s",
       print(tune + ",atrim=start=5.3:end=13.3,asetpts=PTS-STARTPTS", "48k")},
      {"under talk 15 dB below", print(with(tune, talk, -15))},
      {"under pink noise 20 dB below", print(with(tune, "anoisesrc=color=pink:seed=9:r=44100:d=20", -20))},
      {"through a telephone", print(tune + ",highpass=f=300,lowpass=f=3400")},
  };
  for (const auto& [what, other] : worn) {
    tell(what, original, other);
    CHECK_MESSAGE(catalog::same_sound(original, other), what);
  }
}

TEST_CASE_FIXTURE(Fixture, "print: other tunes, talk, noise, tones and silence are other sounds") {
  const std::pair<const char*, Print> others[] = {
      {"a tune", print(melody(7, 3))},
      {"a second", print(melody(11, 0))},
      {"a third", print(melody(4, 9))},
      {"a fourth", print(melody(17, 14))},
      {"talk", print(std::string{talk})},
      {"pink noise", print("anoisesrc=color=pink:seed=9:r=44100:d=20")},
      {"other pink noise", print("anoisesrc=color=pink:seed=10:r=44100:d=20")},
      {"a tone", print("sine=frequency=440:sample_rate=44100:duration=20")},
      {"silence", print("anullsrc=r=44100:cl=mono:d=20")},
  };
  for (const auto& [what, print] : others)
    for (const auto& [other, second] : others) {
      if (what == other) continue;
      if (catalog::same_sound(print, second))
        tell(fmt::format("{} and {}", what, other).c_str(), print, second);
      CHECK_FALSE_MESSAGE(catalog::same_sound(print, second), what << " and " << other);
    }
  for (const auto& [what, print] : others) {
    const auto changes = catalog::variety(print);
    MESSAGE(std::string{what} << ": " << print.size() << " items, of a hundred "
                              << static_cast<int>(100 * changes) << " differ");
  }
  // Nobody's sound: two of them are not told apart, and not called the same.
  CHECK_FALSE(catalog::same_sound(others[7].second, others[7].second));
  CHECK_FALSE(catalog::same_sound(others[8].second, others[8].second));
}

TEST_CASE_FIXTURE(Fixture, "print: of less than three seconds there is none") {
  CHECK(print("sine=frequency=440:sample_rate=44100:duration=1").empty());
}
}  // namespace vitrine::print_test
