from . import test_journey_alert_to_purchase
