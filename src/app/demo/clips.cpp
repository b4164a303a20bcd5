#include "app/demo/clips.hpp"

#include <fmt/format.h>

#include <array>

namespace vitrine::app::demo {
namespace {

// Pictures are computed at 90x160 and enlarged smoothly: soft light costs 36 times less than at full size.
std::string soft(std::string_view lum, std::string_view cb, std::string_view cr) {
  return fmt::format(
      "color=c=black:s=90x160:r=30,format=yuv420p,geq=lum='{}':cb='{}':cr='{}',scale=540:960:flags=bicubic",
      lum, cb, cr);
}

/// A plucked chord: each note of `hertz` struck in turn, `beats` a second.
std::string plucked(const std::vector<double>& hertz, double beats, double fade) {
  std::string sum;
  const double cycle = static_cast<double>(hertz.size()) / beats;
  for (std::size_t i = 0; i < hertz.size(); ++i) {
    const auto since = fmt::format("mod(t+{:.4f},{:.4f})", cycle - static_cast<double>(i) / beats, cycle);
    sum += fmt::format("{}0.22*sin({:.3f}*{})*exp(-{}*{})", i ? "+" : "", 6.283185 * hertz[i], since, fade,
                       since);
  }
  return fmt::format("aevalsrc='{}':s=48000", sum);
}

std::string wind(std::string_view colour, double gusts, int low, int high) {
  return fmt::format("anoisesrc=r=48000:c={}:a=0.5,highpass=f={},lowpass=f={},tremolo=f={}:d=0.75", colour,
                     low, high, gusts);
}

struct Topic {
  std::string_view tag;
  std::string (*picture)(int variant);
  std::string (*sound)(int variant);
  std::array<std::string_view, 4> titles;  ///< the last one in German
};

constexpr double a3 = 220.0, c4 = 261.63, d4 = 293.66, e4 = 329.63, g4 = 392.0, a4 = 440.0, c5 = 523.25,
                 e5 = 659.26;

const std::array topics = {
    Topic{"tides",
          [](int v) {
            return soft(fmt::format("110+50*sin(Y/{}-T*1.7+2*sin(X/23+T*0.6))+24*sin(X/7+T*1.3+sin(Y/11))",
                                    9 + 3 * v),
                        fmt::format("{}-20*sin(Y/40+T/3)", 150 - 6 * v),
                        fmt::format("{}+10*sin(Y/30-T/2)", 104 + 5 * v));
          },
          [](int v) { return wind("brown", 0.12 + 0.05 * v, 40, 900); },
          {"First light on the water", "Slack tide", "The pull of the moon", "Ebbe am Morgen"}},
    Topic{"lantern",
          [](int v) {
            const auto glow = [&](int width) {
              return fmt::format("exp(-pow(hypot(X-45-{}*sin(T*0.9),Y-80-26*sin(T*{}))/{},2))", 12 + 4 * v,
                                 0.5 + 0.2 * v, width);
            };
            return soft("24+200*" + glow(26), fmt::format("{}-30*{}", 108 + 8 * v, glow(40)),
                        fmt::format("{}+34*{}", 138 - 4 * v, glow(44)));
          },
          [](int v) { return plucked({a3, e4, a4 + 3.0 * v}, 0.9, 1.2); },
          {"One lantern, no wind", "A lamp that cannot sit still", "Evening shift", "Laterne im Flur"}},
    Topic{"ripples",
          [](int v) {
            return soft(fmt::format("118+70*sin(hypot(X-{0},Y-50)/3.2-T*4)*exp(-hypot(X-{0},Y-50)/60)"
                                    "+60*sin(hypot(X-{1},Y-116)/3.6-T*3)*exp(-hypot(X-{1},Y-116)/50)",
                                    20 + 14 * v, 70 - 12 * v),
                        fmt::format("{}", 142 - 7 * v), fmt::format("{}", 110 + 6 * v));
          },
          [](int v) { return plucked({c5, g4, e4, c4 + 10.0 * v}, 1.6, 3.0); },
          {"Two stones", "Where the circles meet", "Rain begins", "Zwei Kiesel"}},
    Topic{"petals",
          [](int v) {
            return soft(fmt::format("60+150*pow(abs(cos({}*atan2(Y-80,X-45)+T*0.8+hypot(X-45,Y-80)/14)),3)"
                                    "*exp(-pow(hypot(X-45,Y-80)/52,2))",
                                    2.5 + v),
                        "128+26*cos(hypot(X-45,Y-80)/20-T)",
                        fmt::format("{}+34*exp(-hypot(X-45,Y-80)/40)", 150 - 18 * v));
          },
          [](int v) { return plucked({e4, g4, a4, c5, e5 - 20.0 * v}, 2.2, 3.5); },
          {"Opening", "Five petals, slowly", "A flower that turns", "Blüte um Blüte"}},
    Topic{"looms",
          [](int v) {
            return soft(
                fmt::format("120+55*sin(X/{}+sin(Y/9+T*1.2)*2)+45*sin(Y/2.6+cos(X/11-T))", 2.2 + 0.5 * v),
                fmt::format("{}+18*sin(Y/30+T/2)", 118 + 6 * v),
                fmt::format("{}+16*cos(X/24-T/2)", 146 - 9 * v));
          },
          [](int v) { return plucked({a3, a3, e4, a3, d4 + 5.0 * v, a3}, 4.0, 9.0); },
          {"Warp and weft", "The loom keeps time", "Blue thread", "Am Webstuhl"}},
    Topic{"dunes",
          [](int v) {
            return soft(
                fmt::format("70+0.6*Y+26*sin(Y/{}+3*sin(X/26+T*0.35)+T*0.5)+14*sin(X/9+Y/7-T)", 6 + 2 * v),
                fmt::format("{}", 104 + 3 * v), fmt::format("{}-Y/16", 150 - 4 * v));
          },
          [](int v) { return wind("pink", 0.2 + 0.1 * v, 300, 2400); },
          {"The dune moved again", "Sand, writing", "Noon without shade", "Wanderdüne"}},
    Topic{"nightsky",
          [](int v) {
            return soft(fmt::format("18+220*pow(max(0,sin(X*12.9898+Y*78.233+{})*sin(X*3.7+Y*1.9+T*1.5)),24)"
                                    "+40*exp(-pow((Y-{}-6*sin(X/14+T/2))/10,2))",
                                    v, 120 - 22 * v),
                        fmt::format("{}", 150 - 3 * v), fmt::format("{}", 112 + 4 * v));
          },
          [](int v) { return plucked({e5, c5, a4 + 4.0 * v, e5 * 1.5}, 0.8, 1.6); },
          {"Stars over the ridge", "A river of light", "Four in the morning", "Sternenband"}},
    Topic{"kaleidoscope",
          [](int v) {
            static constexpr std::array palettes = {
                std::string_view{"c0=0xf94144:c1=0xf8961e:c2=0xf9c74f:c3=0x43aa8b:c4=0x277da1:c5=0x6a4c93"},
                std::string_view{"c0=0x264653:c1=0x2a9d8f:c2=0xe9c46a:c3=0xf4a261:c4=0xe76f51:c5=0x264653"},
                std::string_view{"c0=0x3d348b:c1=0x7678ed:c2=0xf7b801:c3=0xf18701:c4=0xf35b04:c5=0x3d348b"},
                std::string_view{"c0=0x0b3954:c1=0xbfd7ea:c2=0xff6663:c3=0xe0ff4f:c4=0xfefffe:c5=0x0b3954"}};
            return fmt::format(
                "gradients=s=270x480:r=30:type=spiral:nb_colors=6:{}:speed=0.03:seed={},format=yuv420p,"
                "rotate=a=t*0.5:ow=270:oh=480,crop=134:240:68:120,split[a][b];[b]hflip[c];[a][c]hstack,"
                "split[d][e];[e]vflip[f];[d][f]vstack,scale=540:960:flags=lanczos",
                palettes[static_cast<std::size_t>(v)], 12 + v);
          },
          [](int v) { return plucked({c4, e4, g4, c5, g4, e4 + 6.0 * v}, 3.0, 4.0); },
          {"Turn the tube", "Eight mirrors", "Paper and glass", "Spiegelspiel"}},
    Topic{"cells",
          [](int v) {
            static constexpr std::array colours = {
                std::string_view{"life_color=0xf2d28b:death_color=0x27424d:mold_color=0x10181c"},
                std::string_view{"life_color=0x9fe0c9:death_color=0x3a2a4d:mold_color=0x15101c"},
                std::string_view{"life_color=0xf4a3a0:death_color=0x2b3a55:mold_color=0x0f141f"},
                std::string_view{"life_color=0xe8e3d3:death_color=0x5a4632:mold_color=0x1b150f"}};
            return fmt::format(
                "life=s=54x96:r=10:ratio=0.35:mold=10:{}:seed={},fps=30,format=yuv420p,scale=540:960:flags="
                "neighbor",
                colours[static_cast<std::size_t>(v)], 7 + v);
          },
          [](int v) { return plucked({a4, c5, e5, c5, a4 * 2, e5 + 9.0 * v}, 6.0, 14.0); },
          {"Conway on a Sunday", "It was a glider", "Grow, fade, grow", "Das Spiel des Lebens"}},
};
constexpr std::size_t titles_each = 4;

std::string_view author_of(std::size_t topic, std::size_t variant) {
  // Most topics belong to one creator; every fourth clip is somebody else's try at it.
  const auto& all = creators();
  return all[variant == 2 ? 9 + topic % 3 : topic].handle;
}
}  // namespace

const std::vector<Creator>& creators() {
  static const std::vector<Creator> list = {
      {"mara.tide", "Mara Lindqvist", "Water, mostly before seven in the morning."},
      {"ilias", "Ilias Okonjo", "I carry lamps into dark places."},
      {"stillpond", "Noor van Dam", "Small stones, small circles."},
      {"botanica", "Pilar Quintero", "One flower, every day it lasts."},
      {"warp.weft", "Aiko Brandt", "Weaver. The loom is older than the house."},
      {"dune_diary", "Tarek Haddad", "The same hundred metres of sand since 2019."},
      {"skywatch", "Wenke Petersen", "Nordsee, Nachtschicht, Sterne."},
      {"tubeandmirror", "Celeste Roy", "Kaleidoscopes from what the tide leaves."},
      {"cellular", "Dmitri Avery", "Rules are simple. Everything else is not."},
      {"first.try", "June Abara", "I try what others are good at."},
      {"werkstatt", "Jonas Ahrens", "Probieren geht über Studieren."},
      {"slow.looking", "Priya Raman", "Ten seconds, no words."},
  };
  return list;
}

std::vector<Clip> clips() {
  std::vector<Clip> list;
  for (std::size_t variant = 0; variant < titles_each; ++variant)
    for (std::size_t t = 0; t < topics.size(); ++t) {
      const auto& topic = topics[t];
      const bool german = variant == titles_each - 1;
      const auto seconds = 6 + static_cast<int>((t + 2 * variant) % 4);
      list.push_back({.creator = author_of(t, variant),
                      .topic = std::string{topic.tag},
                      .title = std::string{topic.titles[variant]},
                      .description = fmt::format("{} #{} #{}",
                                                 german ? "Ein paar Sekunden Ruhe." : "A few quiet seconds.",
                                                 topic.tag, variant % 2 ? "slow" : "light"),
                      .language = german ? "de" : "en",
                      .seconds = seconds,
                      .picture = topic.picture(static_cast<int>(variant)),
                      .sound = topic.sound(static_cast<int>(variant))});
    }
  return list;
}

const std::vector<std::string_view>& remarks() {
  static const std::vector<std::string_view> list = {
      "I could watch this for an hour.",
      "The sound makes it.",
      "How did you do the light?",
      "More of these, please.",
      "Calm is underrated.",
      "Das ist wunderschön.",
      "Third time I come back to this one.",
      "Oh, the ending.",
  };
  return list;
}

}  // namespace vitrine::app::demo
