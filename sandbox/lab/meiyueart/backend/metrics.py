"""最近几秒里用户请求的耗时和错误，以及本进程的占用。"""
import os
import time
from collections import deque

from flask import g, request

WINDOW = 8
answers = deque(maxlen=10_000)
last = {"at": time.monotonic(), "cpu": time.process_time(), "percent": 0.0}


def watch(app):
    """给每个请求计时。"""

    @app.before_request
    def begin():
        g.began = time.monotonic()

    @app.after_request
    def end(response):
        if request.path.startswith(("/api/user/", "/api/login")):
            now = time.monotonic()
            answers.append((now, (now - g.began) * 1000, response.status_code < 500))
        return response


def read():
    """错误率在没有请求时未知。"""
    now = time.monotonic()
    recent = [answer for answer in list(answers) if now - answer[0] < WINDOW]
    waits = sorted(ms for _, ms, _ in recent)
    failed = sum(1 for *_, ok in recent if not ok)
    if now - last["at"] >= 1:
        used = time.process_time()
        last.update(percent=100 * (used - last["cpu"]) / (now - last["at"]), at=now, cpu=used)
    return {
        "window_s": WINDOW,
        "requests": len(recent),
        "error_rate": round(failed / len(recent), 3) if recent else None,
        "latency_ms": round(waits[int(len(waits) * 0.95)], 1) if waits else 0,
        "cpu_percent": round(last["percent"] / (os.cpu_count() or 1), 1),
        "memory_percent": round(100 * memory_bytes() / total_bytes(), 1),
    }


def memory_bytes():
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def total_bytes():
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
