"""What the demo's people belong to, are tagged with, and have written about them."""

# ruff: noqa: E501 - lists of names, a line a list

_PLACES = (
    "Harbour", "Northwind", "Copperfield", "Silverlake", "Juniper", "Old Mill", "Lighthouse", "Meridian", "Redwood",
    "Bluebird", "Granite", "Willow", "Summit", "Amber", "Foxglove", "Tidewater", "Larkspur", "Ironbridge",
)  # fmt: skip
_TRADES = (
    "Logistics", "Dental Care", "Architects", "Bakery", "Software", "Solar", "Print House", "Property", "Physiotherapy",
    "Coffee Roasters",
)  # fmt: skip
_ELSEWHERE = (
    "Bäckerei Großmann", "Köhler & Söhne GmbH", "Café de l’Étoile", "Société Générique", "Peña e Hijos", "Construções Araújo",
    "Piekarnia Żółć", "Ødegård Fisk AS", "Phở Nguyễn", "Öztürk Tekstil", "Видавництво «Ранок»", "Пекарня Гончар",
    "Иванов и синове", "Αφοί Παππά ΟΕ", "مكتبة النور", "מאפיית לוי", "शर्मा एंड संस", "北京出版社", "株式会社さくら", "남궁건설",
)  # fmt: skip

COMPANIES = tuple(f"{place} {trade}" for place in _PLACES for trade in _TRADES) + _ELSEWHERE

TAGS = (
    "Customer", "Prospect", "VIP", "Newsletter", "Supplier", "Partner", "Follow up", "Trade fair", "Referral", "Press",
    "Wholesale", "Past customer",
)  # fmt: skip

NOTES = (
    "Met at the spring trade fair; wants a quote for the second half of the year.",
    "Prefers to be called in the morning, before ten.",
    "Referred by a neighbour. Very happy with the first order.",
    "Asked twice about delivery times.\nSend the new list of prices first.",
    "Speaks German and a little English.",
    "On parental leave until spring; write to the office meanwhile.",
    "Wants everything by e-mail, never by phone.",
    "Bought once, three years ago. Might come back when the shop is renovated.",
    "Has a dog called Biscuit. Remember to ask.",
    "Decides together with her brother.",
    "Invoice goes to the head office, goods go to the branch.",
    "Vegetarian (for the summer party).",
)

EDITED_NOTES = (
    "Called back: interested, but not before the new year.",
    "Sent the offer, waiting for an answer.",
    "Has changed jobs; the old number still works.",
    "Visited the shop and liked it.",
)
