#!/usr/bin/env python3
"""Switch every diagnosis_v2 flag off. API and ADMIN_KEY_FILE come from the environment."""
import json
import os
import urllib.request

FLAGS = ["enabled", "state_machine", "timeout", "retry", "dead_letter", "api_logging", "data_persistence", "report_stub"]

with open(os.environ["ADMIN_KEY_FILE"]) as key:
    request = urllib.request.Request(
        os.environ.get("API", "http://localhost:5000") + "/api/admin/feature-flags",
        data=json.dumps({f"diagnosis_v2_{flag}": False for flag in FLAGS}).encode(),
        headers={"Content-Type": "application/json", "X-Admin-Key": key.read().strip()},
    )
print(urllib.request.urlopen(request, timeout=10).read().decode())
