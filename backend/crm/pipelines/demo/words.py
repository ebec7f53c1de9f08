"""What the demo's pipelines and opportunities are called."""

from typing import Any

PIPELINES: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "Sales",
        [
            {"name": "New", "color": "blue", "win_probability": 10, "expected_days": 10},
            {"name": "Qualified", "color": "teal", "win_probability": 25, "expected_days": 14},
            {"name": "Proposal", "color": "violet", "win_probability": 50, "expected_days": 21,
             "required_fields": ["value"]},
            {"name": "Negotiation", "color": "amber", "win_probability": 75, "expected_days": 21,
             "required_fields": ["value", "contact"]},
        ],
    ),
    (
        "Renewals",
        [
            {"name": "Due", "color": "blue", "win_probability": 60, "expected_days": 30},
            {"name": "In talks", "color": "amber", "win_probability": 75, "expected_days": 21},
            {"name": "Contract sent", "color": "lime", "win_probability": 90, "expected_days": 14},
        ],
    ),
]  # fmt: skip
# With the least and the most that each is worth, in hundreds.
PRODUCTS = [
    ("Annual plan", 12, 90),
    ("Maintenance contract", 20, 160),
    ("Training days", 8, 40),
    ("New branch", 150, 900),
    ("Pilot", 10, 50),
    ("Extension", 15, 120),
    ("Framework agreement", 200, 1_400),
    ("Spare parts", 3, 30),
]
NEXT_STEPS = [
    "Call about the offer",
    "Send the revised proposal",
    "Meet on site",
    "Ask who else decides",
    "Send references",
    "Agree on the start",
    "Chase the signature",
]
WON = ["Best offer", "Known and trusted", "Fastest delivery"]
LOST = ["Price", "Chose a competitor", "No budget this year", "No decision", "Missing feature"]
