"""Bring up Odoo 19, PostgreSQL and the addons of this repository on a bare machine.

Standard library only: this code runs before anything is installed.
"""
