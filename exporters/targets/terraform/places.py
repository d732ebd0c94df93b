"""Where each type of resource is written, and whether it takes tags."""

from collections.abc import Mapping
from types import MappingProxyType

_FILES = {
    "network.tf": """
        aws_vpc! aws_subnet! aws_internet_gateway! aws_eip! aws_nat_gateway! aws_route_table!
        aws_route_table_association aws_route aws_network_acl! aws_network_acl_rule aws_network_acl_association
        aws_vpc_peering_connection! aws_vpc_peering_connection_accepter! aws_vpc_endpoint! aws_default_security_group!
        digitalocean_vpc digitalocean_vpc_peering
        cloudflare_zone cloudflare_zone_setting cloudflare_dns_record
    """,
    "security.tf": """
        aws_security_group! aws_vpc_security_group_ingress_rule! aws_vpc_security_group_egress_rule!
        aws_kms_key! aws_kms_alias aws_caller_identity digitalocean_firewall digitalocean_database_firewall
    """,
    "compute.tf": """
        aws_ecs_cluster! aws_ecs_task_definition! aws_ecs_service! aws_appautoscaling_target! aws_appautoscaling_policy
        aws_iam_role! aws_iam_role_policy aws_iam_role_policy_attachment aws_iam_instance_profile!
        aws_scheduler_schedule aws_ecr_repository! aws_ecr_lifecycle_policy aws_launch_template! aws_autoscaling_group
        aws_autoscaling_policy aws_autoscaling_attachment aws_instance! digitalocean_droplet
        railway_project railway_service railway_variable_collection
    """,
    "data.tf": """
        aws_db_instance! aws_db_subnet_group! aws_db_parameter_group! aws_elasticache_replication_group!
        aws_elasticache_subnet_group! aws_elasticache_parameter_group! aws_s3_bucket! aws_s3_bucket_versioning
        aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_public_access_block aws_s3_bucket_policy
        aws_s3_bucket_lifecycle_configuration aws_s3_bucket_replication_configuration aws_secretsmanager_secret!
        aws_secretsmanager_secret_rotation digitalocean_database_cluster digitalocean_database_replica
        digitalocean_spaces_bucket digitalocean_cdn mongodbatlas_project mongodbatlas_advanced_cluster
        mongodbatlas_project_ip_access_list mongodbatlas_database_user mongodbatlas_cloud_backup_schedule
        upstash_redis_database
    """,
    "edge.tf": """
        aws_lb! aws_lb_target_group! aws_lb_listener! aws_acm_certificate! aws_acm_certificate_validation
        aws_wafv2_web_acl! aws_wafv2_web_acl_association aws_wafv2_web_acl_logging_configuration aws_route53_zone! aws_route53_record
        aws_route53_health_check! aws_cloudfront_distribution! aws_cloudfront_origin_access_control
        digitalocean_loadbalancer digitalocean_certificate cloudflare_load_balancer cloudflare_load_balancer_pool
        cloudflare_load_balancer_monitor cloudflare_pages_project cloudflare_pages_domain vercel_project
        vercel_project_domain vercel_project_environment_variables railway_service_domain railway_custom_domain
    """,
    "observability.tf": """
        aws_cloudwatch_log_group! aws_cloudwatch_metric_alarm! aws_flow_log! aws_sns_topic! aws_sns_topic_subscription
        digitalocean_monitor_alert
    """,
}

FILE_OF: Mapping[str, str] = MappingProxyType(
    {name.rstrip("!"): file for file, names in _FILES.items() for name in names.split()}
)
TAGGED = frozenset(name[:-1] for names in _FILES.values() for name in names.split() if name.endswith("!"))
