#pragma once

namespace stollen::runtime {

template <class T>
class RunList;

// Base class of what can lie in a RunList<T>. T derives publicly from ListHook<T>. Leaves its list when
// destroyed.
template <class T>
class ListHook {
 public:
  ListHook() = default;
  ~ListHook() { unlink(); }
  ListHook(const ListHook&) = delete;
  ListHook& operator=(const ListHook&) = delete;

  bool is_linked() const { return next_ != this; }

  void unlink() {
    prev_->next_ = next_;
    next_->prev_ = prev_;
    prev_ = next_ = this;
  }

 private:
  friend class RunList<T>;
  ListHook* prev_ = this;
  ListHook* next_ = this;
};

// Intrusive first-in-first-out list of one thread; everything but clear() is O(1), nothing is allocated. Owns
// nothing.
template <class T>
class RunList {
 public:
  RunList() = default;
  ~RunList() { clear(); }
  RunList(const RunList&) = delete;
  RunList& operator=(const RunList&) = delete;

  bool empty() const { return !head_.is_linked(); }

  T& front() { return static_cast<T&>(*head_.next_); }

  // An item that lies in a list (this one or another) is moved to the end of this one.
  void push_back(T& item) {
    ListHook<T>& hook = item;
    hook.unlink();
    hook.prev_ = head_.prev_;
    hook.next_ = &head_;
    head_.prev_->next_ = &hook;
    head_.prev_ = &hook;
  }

  // The oldest item, no longer linked; nullptr when empty.
  T* pop_front() {
    if (empty()) return nullptr;
    T& item = front();
    static_cast<ListHook<T>&>(item).unlink();
    return &item;
  }

  // Moves all of `other` to the end of this list, keeping its order.
  void append(RunList& other) {
    if (other.empty()) return;
    ListHook<T>* const first = other.head_.next_;
    ListHook<T>* const last = other.head_.prev_;
    other.head_.prev_ = other.head_.next_ = &other.head_;
    first->prev_ = head_.prev_;
    head_.prev_->next_ = first;
    last->next_ = &head_;
    head_.prev_ = last;
  }

  void clear() {
    while (!empty()) head_.next_->unlink();
  }

 private:
  ListHook<T> head_;
};

}  // namespace stollen::runtime
