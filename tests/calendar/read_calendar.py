"""Reads calendar files with two parsers that are not ours (python3-icalendar, python3-vobject), and says as JSON what each found:
{"faults": [...], "icalendar": {...}, "vobject": {...}}. Times are seconds since 1970, worked out from the VTIMEZONE in the file.

read_calendar.py FILE
"""
import json
import sys
from datetime import timezone

import icalendar
import vobject


def faults_of(octets):
    """What RFC 5545, 3.1, asks of lines."""
    faults = []
    if not octets.endswith(b"\r\n"):
        faults.append("the file does not end with CRLF")
    for line in octets.split(b"\r\n"):
        if len(line) > 75:
            faults.append(f"{len(line)} octets in a line")
        if b"\n" in line or b"\r" in line:
            faults.append("a line break that is not CRLF")
        if any(octet < 32 and octet != 9 for octet in line):
            faults.append("a control character")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            faults.append("a line that ends inside a character")
    return faults


def seconds(moment):
    assert moment.tzinfo is not None, "a time without a zone"
    return int(moment.astimezone(timezone.utc).timestamp())


def by_icalendar(octets):
    calendar = icalendar.Calendar.from_ical(octets)
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}

    def when(event, name):
        prop = event[name]
        if "TZID" not in prop.params:
            return seconds(prop.dt)
        # Not the zone that the parser knows by the name: the one whose rules came along. Of a time that comes twice the first is meant.
        zone = zones[prop.params["TZID"]]
        return min(int(zone.localize(prop.dt.replace(tzinfo=None), is_dst=guess).timestamp()) for guess in (True, False))

    def person(event, name):
        return {"uri": str(event[name]), "name": event[name].params.get("CN", "")} if name in event else None

    return {
        "method": str(calendar["METHOD"]),
        "name": str(calendar.get("X-WR-CALNAME", "")),
        "zones": sorted(zones),
        "rules": [len(zone.subcomponents) for zone in calendar.walk("VTIMEZONE")],
        "events": [
            {
                "uid": str(event["UID"]),
                "sequence": int(event["SEQUENCE"]),
                "start": when(event, "DTSTART"),
                "end": when(event, "DTEND"),
                "zone": event["DTSTART"].params.get("TZID", "UTC"),
                "summary": str(event["SUMMARY"]),
                "description": str(event.get("DESCRIPTION", "")),
                "location": str(event.get("LOCATION", "")),
                "url": str(event.get("URL", "")),
                "status": str(event["STATUS"]),
                "transp": str(event["TRANSP"]),
                "changed": seconds(event["DTSTAMP"].dt),
                "organizer": person(event, "ORGANIZER"),
                "attendee": person(event, "ATTENDEE"),
                "alarms": [int(alarm["TRIGGER"].dt.total_seconds()) for alarm in event.walk("VALARM")],
                "properties": sorted(event.keys()),
            }
            for event in calendar.walk("VEVENT")
        ],
    }


def by_vobject(octets):
    calendar = vobject.readOne(octets.decode("utf-8"))

    def text(event, name):
        return event.contents[name][0].value if name in event.contents else ""

    return {
        "method": calendar.method.value,
        "events": [
            {
                "uid": event.uid.value,
                "sequence": int(event.sequence.value),
                "start": seconds(event.dtstart.value),
                "end": seconds(event.dtend.value),
                "summary": event.summary.value,
                "description": text(event, "description"),
                "location": text(event, "location"),
                "status": event.status.value,
            }
            for event in calendar.contents.get("vevent", [])
        ],
    }


content = open(sys.argv[1], "rb").read()
print(json.dumps({"faults": faults_of(content), "icalendar": by_icalendar(content), "vobject": by_vobject(content)}))
