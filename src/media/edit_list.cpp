#include "media/edit_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"

namespace vitrine::media {

namespace json = base::json;
using base::Result;

namespace {

constexpr std::array shapes{std::pair{FrameShape::portrait, std::string_view{"9:16"}},
                            std::pair{FrameShape::four_by_five, std::string_view{"4:5"}},
                            std::pair{FrameShape::square, std::string_view{"1:1"}},
                            std::pair{FrameShape::landscape, std::string_view{"16:9"}}};

constexpr std::array remix_kinds{std::pair{RemixKind::duet, std::string_view{"duet"}},
                                 std::pair{RemixKind::stitch, std::string_view{"stitch"}},
                                 std::pair{RemixKind::sound, std::string_view{"sound"}}};

std::unexpected<base::Error> wrong(std::string_view where, std::string_view what) {
  return base::fail(base::Fault::invalid_input, "edit_invalid",
                    fmt::format("In the edit, {} {}.", where, what));
}

// An object of exactly the fields asked for: every read is counted, and whoever has more is refused.
class Reader {
 public:
  static Result<Reader> open(const json::value& value, std::string where) {
    const auto* object = value.if_object();
    if (!object) return wrong(where, "is not an object");
    return Reader{*object, std::move(where)};
  }

  Result<const json::value*> any(std::string_view name) {
    const auto* value = object_->if_contains(name);
    if (!value) return wrong(path(name), "is missing");
    ++read_;
    return value;
  }
  /// Nothing when it is not there.
  const json::value* maybe(std::string_view name) {
    const auto* value = object_->if_contains(name);
    if (value) ++read_;
    return value;
  }
  Result<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most) {
    TRY_LET(const auto* value, any(name));
    const auto* number = value->if_int64();
    if (!number || *number < least || *number > most)
      return wrong(path(name), fmt::format("is not a whole number from {} to {}", least, most));
    return *number;
  }
  Result<int> small(std::string_view name, int least, int most) {
    TRY_LET(const auto number, integer(name, least, most));
    return static_cast<int>(number);
  }
  Result<bool> boolean(std::string_view name) {
    TRY_LET(const auto* value, any(name));
    if (!value->is_bool()) return wrong(path(name), "is not true or false");
    return value->as_bool();
  }
  Result<std::string_view> text(std::string_view name) {
    TRY_LET(const auto* value, any(name));
    if (!value->is_string()) return wrong(path(name), "is not a text");
    const auto& found = value->as_string();
    return std::string_view{found.data(), found.size()};
  }
  Result<model::BlobKey> key(std::string_view name) {
    TRY_LET(const auto* value, any(name));
    return key_of(*value, path(name));
  }
  Result<const json::array*> array(std::string_view name, std::size_t least, std::size_t most) {
    TRY_LET(const auto* value, any(name));
    const auto* list = value->if_array();
    if (!list || list->size() < least || list->size() > most)
      return wrong(path(name), fmt::format("is not a list of {} to {}", least, most));
    return list;
  }
  Result<void> end() const {
    if (read_ != object_->size()) return wrong(where_, "has an unknown field");
    return {};
  }
  [[nodiscard]] std::string path(std::string_view name) const { return where_ + "." + std::string{name}; }

  static Result<model::BlobKey> key_of(const json::value& value, const std::string& where) {
    const auto* text = value.if_string();
    const auto bytes = text ? base::from_hex({text->data(), text->size()}) : std::nullopt;
    model::BlobKey key{};
    if (!bytes || bytes->size() != key.size()) return wrong(where, "is not the SHA-256 of a file");
    std::ranges::copy(*bytes, key.begin());
    if (base::hex(key) != std::string_view{text->data(), text->size()})
      return wrong(where, "is not written in small letters");
    return key;
  }

 private:
  Reader(const json::object& object, std::string where) : object_(&object), where_(std::move(where)) {}
  const json::object* object_;
  std::string where_;
  std::size_t read_ = 0;
};

Result<Placing> read_placing(const json::value& value, const std::string& where) {
  TRY_LET(auto in, Reader::open(value, where));
  Placing placing;
  TRY_LET(placing.fill, in.boolean("fill"));
  TRY_LET(placing.x, in.small("x", 0, edit_whole));
  TRY_LET(placing.y, in.small("y", 0, edit_whole));
  TRY_LET(placing.zoom, in.small("zoom", 100, 400));
  TRY(in.end());
  return placing;
}

Result<EditClip> read_clip(const json::value& value, const std::string& where, std::size_t sources) {
  TRY_LET(auto in, Reader::open(value, where));
  EditClip clip;
  TRY_LET(const auto source, in.integer("source", 0, static_cast<std::int64_t>(sources) - 1));
  clip.source = static_cast<std::size_t>(source);
  TRY_LET(clip.from_ms, in.integer("from_ms", 0, edit_ms_max));
  TRY_LET(clip.to_ms, in.integer("to_ms", 0, edit_ms_max));
  TRY_LET(clip.speed, in.small("speed", 25, 400));
  TRY_LET(clip.volume, in.small("volume", 0, 200));
  TRY_LET(const auto* placing, in.any("placing"));
  TRY_LET(clip.placing, read_placing(*placing, in.path("placing")));
  TRY(in.end());
  if (clip.to_ms <= clip.from_ms || clip_ms(clip) < edit_clip_ms_min)
    return wrong(where, fmt::format("lasts less than {} ms", edit_clip_ms_min));
  return clip;
}

Result<std::uint32_t> read_colour(std::string_view text, const std::string& where) {
  const auto bytes = text.starts_with('#') ? base::from_hex(text.substr(1)) : std::nullopt;
  if (!bytes || bytes->size() != 3) return wrong(where, "is not a colour like #ffcc00");
  std::uint32_t colour = 0;
  for (const auto byte : *bytes) colour = colour << 8 | std::to_integer<std::uint32_t>(byte);
  if (fmt::format("#{:06x}", colour) != text) return wrong(where, "is not written in small letters");
  return colour;
}

Result<EditText> read_text(const json::value& value, const std::string& where) {
  TRY_LET(auto in, Reader::open(value, where));
  EditText text;
  TRY_LET(text.image, in.key("image"));
  TRY_LET(const auto words, in.text("text"));
  text.text = base::clean_text(words, base::Lines::many);
  if (text.text.empty() || base::code_points(text.text) > edit_text_chars_max)
    return wrong(in.path("text"),
                 fmt::format("is empty or has more than {} characters", edit_text_chars_max));
  TRY_LET(text.from_ms, in.integer("from_ms", 0, edit_ms_max));
  TRY_LET(text.to_ms, in.integer("to_ms", text.from_ms + 1, edit_ms_max));
  TRY_LET(text.x, in.small("x", 0, edit_whole));
  TRY_LET(text.y, in.small("y", 0, edit_whole));
  TRY_LET(text.width, in.small("width", 1, edit_whole));
  TRY_LET(text.height, in.small("height", 1, edit_whole));
  TRY_LET(text.size, in.small("size", 100, 3000));
  TRY_LET(const auto colour, in.text("colour"));
  TRY_LET(text.colour, read_colour(colour, in.path("colour")));
  TRY_LET(text.plate, in.boolean("plate"));
  TRY(in.end());
  return text;
}

Result<std::optional<EditVoice>> read_voice(const json::value& value, const std::string& where) {
  if (value.is_null()) return std::optional<EditVoice>{};
  TRY_LET(auto in, Reader::open(value, where));
  EditVoice voice;
  TRY_LET(voice.recording, in.key("recording"));
  TRY_LET(voice.from_ms, in.integer("from_ms", 0, edit_ms_max));
  TRY_LET(voice.volume, in.small("volume", 0, 200));
  TRY(in.end());
  return std::optional{voice};
}

Result<EditRemix> read_remix(const json::value& value, const std::string& where, std::size_t sources) {
  TRY_LET(auto in, Reader::open(value, where));
  EditRemix remix;
  TRY_LET(const auto word, in.text("kind"));
  const auto kind = remix_kind(word);
  if (!kind) return wrong(in.path("kind"), "is none of duet, stitch, sound");
  remix.kind = *kind;
  TRY_LET(const auto video, in.text("video"));
  const auto id = model::VideoId::parse(video);
  if (!id) return wrong(in.path("video"), "is not the id of a video");
  remix.video = *id;
  TRY_LET(const auto source, in.integer("source", 0, static_cast<std::int64_t>(sources) - 1));
  remix.source = static_cast<std::size_t>(source);
  TRY_LET(remix.from_ms, in.integer("from_ms", 0, edit_ms_max));
  TRY_LET(remix.volume, in.small("volume", 0, 200));
  TRY(in.end());
  return remix;
}

/// Where somebody else's clip may be shown: in a stitch for a few seconds before one's own, and nowhere else.
Result<void> check_remix(const EditList& edit) {
  if (!edit.remix) return {};
  const auto theirs = [&](const EditClip& clip) { return clip.source == edit.remix->source; };
  const auto first_own = std::ranges::find_if_not(edit.clips, theirs);
  if (std::any_of(first_own, edit.clips.end(), theirs) || first_own == edit.clips.end())
    return wrong("the clip of somebody else", "stands after or without your own");
  std::int64_t lent_ms = 0;
  for (auto at = edit.clips.begin(); at != first_own; ++at) lent_ms += clip_ms(*at);
  if (edit.remix->kind != RemixKind::stitch && lent_ms > 0)
    return wrong("the clip of somebody else", "is cut into your own");
  if (edit.remix->kind == RemixKind::stitch && (lent_ms == 0 || lent_ms > stitch_ms_max))
    return wrong("the clip of somebody else",
                 fmt::format("lasts nothing, or more than {} ms", stitch_ms_max));
  return {};
}

Result<FrameShape> read_shape(std::string_view word) {
  for (const auto& [shape, name] : shapes)
    if (name == word) return shape;
  return wrong("edit.shape", "is none of 9:16, 4:5, 1:1, 16:9");
}

Result<void> read_lists(Reader& in, EditList& edit) {
  TRY_LET(const auto* sources, in.array("sources", 1, edit_sources_max));
  for (const auto& one : *sources) {
    TRY_LET(const auto key, Reader::key_of(one, "edit.sources"));
    if (std::ranges::find(edit.sources, key) != edit.sources.end())
      return wrong("edit.sources", "has one twice");
    edit.sources.push_back(key);
  }
  TRY_LET(const auto* clips, in.array("clips", 1, edit_clips_max));
  for (const auto& one : *clips) {
    TRY_LET(edit.clips.emplace_back(),
            read_clip(one, fmt::format("edit.clips[{}]", edit.clips.size()), edit.sources.size()));
  }
  TRY_LET(const auto* texts, in.array("texts", 0, edit_texts_max));
  for (const auto& one : *texts) {
    TRY_LET(edit.texts.emplace_back(), read_text(one, fmt::format("edit.texts[{}]", edit.texts.size())));
  }
  return {};
}

json::object clip_json(const EditClip& clip) {
  const auto& placing = clip.placing;
  return {{"source", clip.source},
          {"from_ms", clip.from_ms},
          {"to_ms", clip.to_ms},
          {"speed", clip.speed},
          {"volume", clip.volume},
          {"placing",
           json::object{{"fill", placing.fill}, {"x", placing.x}, {"y", placing.y}, {"zoom", placing.zoom}}}};
}

json::object text_json(const EditText& text) {
  return {{"image", base::hex(text.image)},
          {"text", text.text},
          {"from_ms", text.from_ms},
          {"to_ms", text.to_ms},
          {"x", text.x},
          {"y", text.y},
          {"width", text.width},
          {"height", text.height},
          {"size", text.size},
          {"colour", fmt::format("#{:06x}", text.colour)},
          {"plate", text.plate}};
}

}  // namespace

std::string_view text(RemixKind kind) {
  return std::ranges::find(remix_kinds, kind, [](const auto& entry) { return entry.first; })->second;
}

std::optional<RemixKind> remix_kind(std::string_view word) {
  const auto at = std::ranges::find(remix_kinds, word, [](const auto& entry) { return entry.second; });
  return at == remix_kinds.end() ? std::nullopt : std::optional{at->first};
}

std::int64_t clip_ms(const EditClip& clip) {
  return ((clip.to_ms - clip.from_ms) * 100 + clip.speed / 2) / clip.speed;
}

std::int64_t length_ms(const EditList& edit) {
  std::int64_t sum = 0;
  for (const auto& clip : edit.clips) sum += clip_ms(clip);
  return sum;
}

Result<EditList> read_edit_list(std::string_view document) {
  auto parsed = base::parse_json(document, edit_bytes_max);
  if (!parsed) return wrong("the document", "is not JSON of at most 64 KiB");
  TRY_LET(auto in, Reader::open(*parsed, "edit"));
  TRY(in.integer("version", 1, 1));
  EditList edit;
  TRY_LET(edit.rate, in.small("rate", 24, 30));
  if (edit.rate != 24 && edit.rate != 25 && edit.rate != 30)
    return wrong("edit.rate", "is none of 24, 25, 30");
  TRY_LET(const auto shape, in.text("shape"));
  TRY_LET(edit.shape, read_shape(shape));
  TRY(read_lists(in, edit));
  TRY_LET(const auto* voice, in.any("voice"));
  TRY_LET(edit.voice, read_voice(*voice, "edit.voice"));
  if (const auto* remix = in.maybe("remix")) {
    TRY_LET(edit.remix, read_remix(*remix, "edit.remix", edit.sources.size()));
  }
  TRY_LET(edit.cover_ms, in.integer("cover_ms", 0, edit_ms_max));
  TRY(in.end());
  TRY(check_remix(edit));
  if (length_ms(edit) > edit_ms_max) return wrong("all clips together", "last longer than ten minutes");
  return edit;
}

std::string edit_text(const EditList& edit) {
  json::array sources, clips, texts;
  for (const auto& key : edit.sources) sources.emplace_back(base::hex(key));
  for (const auto& clip : edit.clips) clips.emplace_back(clip_json(clip));
  for (const auto& text : edit.texts) texts.emplace_back(text_json(text));
  json::value voice = nullptr;
  if (edit.voice)
    voice = json::object{{"recording", base::hex(edit.voice->recording)},
                         {"from_ms", edit.voice->from_ms},
                         {"volume", edit.voice->volume}};
  const auto at = std::ranges::find(shapes, edit.shape, [](const auto& entry) { return entry.first; });
  json::object document{{"version", 1},
                        {"rate", edit.rate},
                        {"shape", at->second},
                        {"sources", std::move(sources)},
                        {"clips", std::move(clips)},
                        {"texts", std::move(texts)},
                        {"voice", std::move(voice)},
                        {"cover_ms", edit.cover_ms}};
  if (edit.remix)
    document["remix"] = json::object{{"kind", text(edit.remix->kind)},
                                     {"video", edit.remix->video.text()},
                                     {"source", edit.remix->source},
                                     {"from_ms", edit.remix->from_ms},
                                     {"volume", edit.remix->volume}};
  return base::to_text(document);
}

}  // namespace vitrine::media
