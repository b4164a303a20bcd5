#pragma once
// What the routes tell the recommender after their transaction is on disk: a like taken back, a share, a
// report. The other deeds are news and reach it by the outbox. Implemented over the event log by whoever owns
// it (supply); losing one costs a little learning and no acknowledged fact, so nothing here fails.
// Thread-safe.
#include "model/feed_event.hpp"
#include "model/ids.hpp"

namespace vitrine::http {

class Deeds {
 public:
  virtual ~Deeds() = default;
  virtual void did(model::ViewerId viewer, model::VideoId video, model::events::Deed deed) = 0;
};

}  // namespace vitrine::http
