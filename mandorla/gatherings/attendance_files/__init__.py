"""Attendance files of Microsoft Teams, Zoom and Google Meet: bytes in, people and how long out."""

from __future__ import annotations

from mandorla.gatherings.attendance_files.found import AttendanceFile, Attended
from mandorla.gatherings.attendance_files.read import read_attendance

__all__ = ["AttendanceFile", "Attended", "read_attendance"]
